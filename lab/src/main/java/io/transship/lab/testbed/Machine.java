package io.transship.lab.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.LabHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One host of a lab, while it has power. Thread-safe. */
public final class Machine {

    private final LabHost host;
    private final int lab;
    private final Path cgroup;
    private final Programs programs;

    Machine(LabHost host, int lab, Path cgroup, Programs programs) {
        this.host = host;
        this.lab = lab;
        this.cgroup = cgroup;
        this.programs = programs;
    }

    /** "h2". */
    public String name() {
        return host.name();
    }

    /** Its address in the data network. */
    public IpAddress address() {
        return host.address();
    }

    /** Its address in the management network. */
    public IpAddress managementAddress() {
        return host.managementAddress(lab);
    }

    /**
     * Its first process, by the number that processes outside of the lab know.
     *
     * @throws TransshipException HOST_UNKNOWN if the machine has no power
     */
    public long pid1() {
        try {
            for (Path list :
                    List.of(cgroup.resolve("cgroup.procs"), cgroup.resolve("init/cgroup.procs"))) {
                for (String pid :
                        Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
                    if (isFirst(pid)) {
                        return Long.parseLong(pid);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new TransshipException(
                FailureCode.HOST_UNKNOWN, name() + " has no power.", "Start it first.", null);
    }

    /** Whether a process is number 1 in a PID namespace two levels below ours. */
    private static boolean isFirst(String pid) {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("NSpid:"))
                    .map(line -> line.strip().split("\\s+"))
                    .anyMatch(fields -> fields.length == 4 && fields[3].equals("1"));
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    /** A file of the machine, as this process can open it. */
    public Path file(String absolute) {
        return Path.of("/proc/" + pid1() + "/root" + absolute);
    }

    /**
     * Its container engine, which is also the name of the engine's command line: "docker",
     * "podman".
     */
    public String engine() {
        try {
            return Files.readString(file("/etc/transship/engine")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Docker's socket, as this process can connect to it. */
    public Path dockerSocket() {
        return file("/run/docker.sock");
    }

    /** What has to be run outside for {@code command} to run in the machine. */
    public List<String> command(List<String> command) {
        List<String> whole =
                new ArrayList<>(
                        List.of(
                                "nsenter",
                                "--target",
                                Long.toString(pid1()),
                                "--mount",
                                "--net",
                                "--pid",
                                "--cgroup",
                                "--uts",
                                "--ipc",
                                "--root",
                                "--wd",
                                "setpriv",
                                "--pdeathsig",
                                "KILL",
                                "--"));
        whole.addAll(command);
        return whole;
    }

    /**
     * Starts a program in the machine. Its pipes are the process' pipes; destroying the process
     * kills the program at once, and so does a power cut.
     */
    public Process start(List<String> command) {
        try {
            return builder(command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a program in the machine with redirections of one's own. */
    public ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command(command));
        builder.environment().clear();
        builder.environment()
                .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("HOME", "/root");
        builder.environment().put("LANG", "C.UTF-8");
        return builder;
    }

    /**
     * Starts a Java program of ours in the machine, with this JVM's own class path.
     *
     * @param flags of the JVM, for example "-Xmx32m"
     */
    public Process startJava(String mainClass, List<String> flags, List<String> arguments) {
        return start(programs.java(mainClass, flags, arguments));
    }

    /** Runs a command to its end. */
    public Finished exec(Duration deadline, String... command) {
        return exec(deadline, Arrays.asList(command));
    }

    /**
     * Runs a command to its end, with nothing on its standard input.
     *
     * @throws TransshipException DEADLINE_EXCEEDED if it takes longer; it is dead then
     */
    public Finished exec(Duration deadline, List<String> command) {
        Process process = start(command);
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = read(process, true);
            CompletableFuture<String> errors = read(process, false);
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransshipException(
                        FailureCode.DEADLINE_EXCEEDED,
                        "'"
                                + String.join(" ", command)
                                + "' on "
                                + name()
                                + " takes longer than "
                                + deadline.toSeconds()
                                + " s.");
            }
            return new Finished(process.exitValue(), output.join(), errors.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Loads a container image from an archive that this process can read.
     *
     * @throws TransshipException ENGINE_FAILED with the engine's words
     */
    public void load(Path archive) {
        ProcessBuilder load =
                builder(List.of(engine(), "load", "--quiet"))
                        .redirectInput(archive.toFile())
                        .redirectErrorStream(true);
        try {
            Process process = load.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new TransshipException(
                        FailureCode.ENGINE_FAILED, name() + " can't load an image: " + said + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static CompletableFuture<String> read(Process process, boolean standard) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try (var in = standard ? process.getInputStream() : process.getErrorStream()) {
                        text.complete(new String(in.readAllBytes(), UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(e);
                    }
                });
        return text;
    }

    @Override
    public String toString() {
        return name();
    }
}
