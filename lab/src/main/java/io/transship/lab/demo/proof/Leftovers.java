package io.transship.lab.demo.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a lab has left behind on this machine after its end. Everything of it carries its number.
 */
public final class Leftovers {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path RUN = Path.of("/run/transship/lab");
    private static final Path PROCESSES = Path.of("/proc");

    private Leftovers() {}

    /** Who keeps the lab with that number; asked while it is up, it tells it from a later one. */
    public static String keeper(int lab) {
        return read(RUN.resolve(lab + "/keeper"));
    }

    /**
     * What is left of the lab with that number, for people; empty if nothing. A number is given to
     * another lab only when nothing is left of the one before.
     *
     * @param keeper who kept it
     */
    public static List<String> of(int lab, String keeper) {
        List<String> left = traces(lab);
        String keeperNow = keeper(lab);
        return keeperNow.isEmpty() || keeperNow.equals(keeper) ? left : List.of();
    }

    private static List<String> traces(int lab) {
        List<String> left = new ArrayList<>();
        String group = "transship-lab-" + lab;
        existing(
                left,
                List.of(
                        RUN.resolve(String.valueOf(lab)),
                        Path.of("/var/lib/transship/lab/" + lab),
                        Path.of("/sys/class/net/tslab" + lab),
                        CGROUPS.resolve(group)));
        try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
            existing(left, hierarchies.map(each -> each.resolve(group)).toList());
        } catch (IOException e) {
            left.add("unknown cgroups: " + e.getMessage());
        }
        marked(left, "mount", PROCESSES.resolve("self/mountinfo"), "/transship/lab/" + lab + "/");
        processes(left, group + "/", "/transship/lab/" + lab + "/");
        return left;
    }

    private static void existing(List<String> left, List<Path> paths) {
        paths.stream().filter(Files::exists).map(Path::toString).forEach(left::add);
    }

    private static void processes(List<String> left, String group, String folder) {
        try (Stream<Path> all = Files.list(PROCESSES)) {
            all.filter(each -> Character.isDigit(each.getFileName().toString().charAt(0)))
                    .filter(
                            each ->
                                    read(each.resolve("cgroup")).contains(group)
                                            || read(each.resolve("cmdline")).contains(folder))
                    .map(Leftovers::describe)
                    .forEach(left::add);
        } catch (IOException e) {
            left.add("unknown processes: " + e.getMessage());
        }
    }

    private static String describe(Path process) {
        String words = read(process.resolve("cmdline")).replace('\0', ' ').strip();
        return "process %s (%s)"
                .formatted(process.getFileName(), words.substring(0, Math.min(60, words.length())));
    }

    private static void marked(List<String> left, String what, Path file, String mark) {
        read(file)
                .lines()
                .filter(line -> line.contains(mark))
                .map(line -> what + " " + line)
                .forEach(left::add);
    }

    /** A file's text; "" when its process has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
