package io.transship.lab.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything on this machine that carries a lab's number. */
final class Traces {

    private Traces() {}

    /** One line for each process, mount, cgroup, interface and folder of the lab. */
    static List<String> of(int number) throws IOException {
        List<String> traces = new ArrayList<>(processes(number));
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains("/transship/lab/" + number + "/"))
                .forEach(line -> traces.add("mount " + line));
        try (Stream<Path> folders = Files.walk(Path.of("/sys/fs/cgroup"), 2)) {
            folders.filter(each -> each.endsWith("transship-lab-" + number))
                    .forEach(each -> traces.add("cgroup " + each));
        }
        for (String file :
                List.of(
                        "/sys/class/net/tslab" + number,
                        LabFolders.RUN + "/" + number,
                        LabFolders.RUN + "/" + number + ".lock",
                        LabFolders.DISK + "/" + number)) {
            if (Files.exists(Path.of(file))) {
                traces.add("file " + file);
            }
        }
        return traces;
    }

    /** The processes in the lab's cgroups, or with its folder on their command line. */
    private static List<String> processes(int number) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process :
                    all.filter(each -> each.getFileName().toString().matches("\\d+")).toList()) {
                String words = read(process.resolve("cmdline")).replace('\0', ' ');
                boolean inLab =
                        read(process.resolve("cgroup")).contains("/transship-lab-" + number + "/")
                                || words.contains("/transship/lab/" + number + "/");
                if (inLab) {
                    found.add("process " + process.getFileName() + " " + words);
                }
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // the process has just ended
        }
    }
}
