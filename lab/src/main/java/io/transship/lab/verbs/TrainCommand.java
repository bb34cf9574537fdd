package io.transship.lab.verbs;

import static java.util.Comparator.comparing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.demo.Rehearsal;
import io.transship.lab.programs.Programs;
import io.transship.lab.programs.StartCaches;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Progress;
import io.transship.lab.testbed.Testbed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transship lab train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description =
                "Makes daemons and manager start faster from now on: once after each build, half a minute.",
        footer = {"", "Example: transship lab train"})
final class TrainCommand implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /** A pattern that does not find the shell that looks for it. */
    private static final String DAEMON = "[i]o.transship.daemon.Main";

    private static final int KEPT = 4;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Screen.out(command);
        Programs programs = Programs.ofThisProcess().training();
        StartCaches caches = programs.caches();
        if (caches.areThere()) {
            tellHome(out, caches);
            return 0;
        }
        out.printf("Training in a lab of two hosts, for %s%n", caches.home());
        out.flush();
        String name = "train-" + ProcessHandle.current().pid();
        LabTopology topology = Shapes.linear(2, BitRate.ofMbps(100));
        try (Testbed testbed = Rehearsal.stage(name, topology, programs, Progress.SILENT)) {
            out.println("  the lab is up; a container goes to and fro");
            out.flush();
            rehearse(testbed, out);
            out.println("  daemon and manager write what they learnt");
            out.flush();
            Machine machine = testbed.machines().getFirst();
            machine.exec(DEADLINE, "pkill", "-TERM", "-f", DAEMON);
            ProcessHandle manager = manager(testbed);
            manager.destroy();
            machine.exec(
                    DEADLINE, "sh", "-c", "while pgrep -f '" + DAEMON + "'; do sleep 0.1; done");
            awaitEnd(manager);
            keep(machine.file(StartCaches.trained("daemon").toString()), caches.file("daemon"));
            keep(StartCaches.trained("manager"), caches.file("manager"));
        }
        removeOldest(StartCaches.ALL);
        tellHome(out, caches);
        return 0;
    }

    /** The launcher reads this line. */
    private static void tellHome(PrintWriter out, StartCaches caches) {
        out.println("Start caches: " + caches.home());
    }

    /** What was learnt up to a failure is worth keeping, too. */
    private static void rehearse(Testbed testbed, PrintWriter out) {
        try {
            Rehearsal.play(testbed);
        } catch (TransshipException e) {
            out.println("  " + e.line());
        }
    }

    private static ProcessHandle manager(Testbed testbed) {
        String configuration = testbed.runFolder().resolve("manager/manager.yaml").toString();
        return ProcessHandle.allProcesses()
                .filter(each -> isJava(words(each), configuration))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.INTERNAL, "the manager has ended."));
    }

    private static boolean isJava(List<String> words, String configuration) {
        return words.getFirst().endsWith("/bin/java") && words.contains(configuration);
    }

    /** The command line; the JDK's own view of it leaves out what is longer than a page. */
    private static List<String> words(ProcessHandle process) {
        try {
            return List.of(
                    Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"));
        } catch (IOException e) {
            return List.of(""); // it has just ended
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void keep(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Path partial = Path.of(to + ".partial");
        Files.copy(from, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(from);
        Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Caches of older builds fit nothing any more; some are kept for those who go back and forth.
     */
    private static void removeOldest(Path all) throws IOException {
        List<Path> homes;
        try (Stream<Path> folders = Files.list(all)) {
            homes = folders.sorted(comparing(TrainCommand::modified).reversed()).toList();
        }
        for (Path home : homes.subList(Math.min(KEPT, homes.size()), homes.size())) {
            try (Stream<Path> files = Files.list(home)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(home);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // somebody else has just removed it
        }
    }
}
