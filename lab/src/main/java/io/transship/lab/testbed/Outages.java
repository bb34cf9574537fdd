package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.programs.Programs;
import io.transship.settings.Breakpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Kills single programs of a lab, as a crash would, starts them again, and stops them at a step
 * before. Thread-safe.
 */
public final class Outages {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration DYING = Duration.ofSeconds(20);

    /** A pattern that does not find the shell that looks for it. */
    private static final String DAEMON = "[i]o.transship.daemon.Main";

    /** The kinds of entries that belong to a hold: the lowest byte of their cookies. */
    private static final List<Integer> HOLDING = List.of(2, 3, 4);

    private static final Pattern COOKIE = Pattern.compile("cookie=0x([0-9a-f]+)");

    private final Testbed lab;
    private final LabFolders folders;
    private final LabProcesses processes;
    private final DriverClient driver;
    private final long keeper;

    Outages(
            Testbed lab,
            LabFolders folders,
            LabProcesses processes,
            DriverClient driver,
            long keeper) {
        this.lab = lab;
        this.folders = folders;
        this.processes = processes;
        this.driver = driver;
        this.keeper = keeper;
    }

    /** kill -9 of a host's daemon. */
    public void endDaemon(String host) {
        signal(host, "-f", DAEMON);
    }

    /** Starts a host's daemon, if it does not run, and waits until it serves. */
    public void startDaemon(String host) {
        Machine machine = lab.machine(host);
        if (!runs(host, "-f", DAEMON)) {
            processes.startDaemon(machine);
        }
    }

    /** kill -9 of a host's container engine. */
    public void endEngine(String host) {
        signal(host, "-x", "dockerd");
    }

    /** Starts a host's container engine, if it does not run, and waits until it serves. */
    public void startEngine(String host) {
        Machine machine = lab.machine(host);
        if (!runs(host, "-x", "dockerd")) {
            machine.exec(DEADLINE, "kill", "-USR1", "1");
        }
        processes.awaitEngine(machine);
    }

    private void signal(String host, String how, String what) {
        lab.machine(host).exec(DEADLINE, "pkill", "-KILL", how, what);
        long end = System.nanoTime() + DYING.toNanos();
        while (runs(host, how, what) && System.nanoTime() < end) {
            LabProcesses.pause();
        }
    }

    private boolean runs(String host, String how, String what) {
        return lab.machine(host).exec(DEADLINE, "pgrep", how, what).succeeded();
    }

    /** kill -9 of the manager. */
    public void endManager() {
        manager()
                .ifPresent(
                        process -> {
                            process.destroyForcibly();
                            process.onExit().orTimeout(DYING.toSeconds(), TimeUnit.SECONDS).join();
                        });
    }

    /** Starts the manager, if it does not run, and waits until it serves. */
    public void startManager() {
        if (manager().isEmpty()) {
            processes.awaitManager(processes.startManager(keeper));
        }
    }

    private Optional<ProcessHandle> manager() {
        String configuration = folders.manager().resolve("manager.yaml").toString();
        return ProcessHandle.allProcesses()
                .filter(each -> isJava(words(each), configuration))
                .findFirst();
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

    /** Has the daemon of a host stop at that step. */
    public Stop stopDaemon(String host, String step) {
        return new Stop(lab.machine(host).file(Programs.DAEMON_BREAKPOINTS.toString()), step);
    }

    /** Has the manager stop at that step. */
    public Stop stopManager(String step) {
        return new Stop(folders.manager().resolve("breakpoints"), step);
    }

    /** How many entries of holds the switches have. */
    public long holds() {
        return entries().values().stream()
                .flatMap(List::stream)
                .map(COOKIE::matcher)
                .filter(Matcher::find)
                .map(cookie -> (int) Long.parseUnsignedLong(cookie.group(1), 16) & 0xff)
                .filter(HOLDING::contains)
                .count();
    }

    /** The entries of every switch, as Open vSwitch prints them. */
    public Map<String, List<String>> entries() {
        Map<String, List<String>> entries = new TreeMap<>();
        driver.ask(Map.of("do", "flows"))
                .path("flows")
                .forEachEntry(
                        (name, lines) ->
                                entries.put(
                                        name,
                                        lines.valueStream().map(JsonNode::asString).toList()));
        return entries;
    }

    /** One ordered stop; its program stands still from the step on until this is closed. */
    public static final class Stop implements AutoCloseable {

        private final Path order;
        private final Path reached;

        private Stop(Path folder, String step) {
            this.order = folder.resolve(step);
            this.reached = folder.resolve(step + Breakpoint.REACHED);
            try {
                Files.createDirectories(folder);
                Files.deleteIfExists(reached);
                if (!Files.exists(order)) {
                    Files.createFile(order);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether the program stands there. */
        public boolean isReached() {
            return Files.exists(reached);
        }

        /** Lets it go on. */
        @Override
        public void close() {
            try {
                Files.deleteIfExists(order);
                Files.deleteIfExists(reached);
            } catch (IOException e) {
                throw new TransshipException(
                        FailureCode.INTERNAL, order + " can't be deleted: " + e + ".", e);
            }
        }
    }
}
