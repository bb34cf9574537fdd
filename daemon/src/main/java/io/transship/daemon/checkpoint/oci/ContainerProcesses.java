package io.transship.daemon.checkpoint.oci;

import io.transship.core.model.ByteCount;
import io.transship.daemon.command.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The processes in a container's control groups, whatever the engine knows about them. */
public final class ContainerProcesses {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Await AWAIT = new Await(Duration.ofMillis(2));

    private ContainerProcesses() {}

    /** Kills all of them, half-restored ones and their CRIU included; returns when none is left. */
    public static boolean kill(String engineId) {
        return AWAIT.until(
                () -> {
                    List<ProcessHandle> left = of(engineId);
                    left.forEach(ProcessHandle::destroyForcibly);
                    return left.isEmpty();
                },
                DEADLINE);
    }

    /** One of them, if there is any. */
    static Optional<Long> any(String engineId) {
        return of(engineId).stream().map(ProcessHandle::pid).findFirst();
    }

    private static List<ProcessHandle> of(String engineId) {
        return ProcessHandle.allProcesses()
                .filter(process -> text(process.pid(), "cgroup").contains(engineId))
                .filter(process -> !text(process.pid(), "status").contains("\nState:\tZ"))
                .toList();
    }

    /** Private and shared memory of the container's processes: what a dump will have to write. */
    public static ByteCount memory(String engineId) {
        return new ByteCount(
                of(engineId).stream()
                        .flatMap(process -> text(process.pid(), "status").lines())
                        .filter(line -> line.matches("Rss(Anon|Shmem):\\s+\\d+ kB"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                        .sum());
    }

    /** Kills a process with all it started. */
    static void killTree(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(
                        process -> {
                            List<ProcessHandle> children = process.descendants().toList();
                            process.destroyForcibly();
                            children.forEach(ProcessHandle::destroyForcibly);
                        });
    }

    /** Kills what a process started, directly or not, if it is this program. */
    static void killDescendants(long pid, String program) {
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(each -> text(each.pid(), "comm").strip().equals(program))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills the CRIU of every runc that was started with that argument; runc then gives up. */
    public static void killCriuOf(String argument) {
        ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> runs(pid, "runc ") && runs(pid, argument))
                .forEach(pid -> killDescendants(pid, "criu"));
    }

    /** Whether a runc that was started with that argument is at work. */
    static boolean anyWith(String argument) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .anyMatch(pid -> runs(pid, "runc ") && runs(pid, argument));
    }

    /** Whether the process or its parent was started with that argument. */
    static boolean isOrServes(long pid, String argument) {
        return runs(pid, argument)
                || ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .filter(parent -> runs(parent.pid(), argument))
                        .isPresent();
    }

    /** Sends each process a SIGKILL, which frozen ones heed when they are thawed. */
    static void signal(String engineId) {
        of(engineId).forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills every program of that name that was started with that argument, with its children. */
    static void killProgram(String program, String argument) {
        ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> runs(pid, program) && runs(pid, argument))
                .forEach(ContainerProcesses::killTree);
    }

    /** Kills every runc that was started with that argument, with all it started. */
    public static void killAllWith(String argument) {
        ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> runs(pid, "runc ") && runs(pid, argument))
                .forEach(ContainerProcesses::killTree);
    }

    static boolean runs(long pid, String programAndArguments) {
        return text(pid, "cmdline").replace('\0', ' ').contains(programAndArguments);
    }

    /** Empty if the process is gone. */
    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            return "";
        }
    }
}
