package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.lab.programs.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts a lab's engines, daemons and manager, and waits until each serves. */
final class LabProcesses {

    private static final Duration ENGINE_DEADLINE = Duration.ofSeconds(60);
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final int LOOK_AGAIN_MS = 20;
    private static final int CONNECT_MS = 1000;

    private final LabFolders folders;
    private final Programs programs;

    LabProcesses(LabFolders folders, Programs programs) {
        this.folders = folders;
        this.programs = programs;
    }

    /**
     * Waits until the machine's container engine answers; it is started by the machine itself. Only
     * Podman's waits for the daemon, which brings its OCI runtime; a client's host has none.
     */
    void awaitEngine(Machine machine) {
        long end = System.nanoTime() + ENGINE_DEADLINE.toNanos();
        while (machine.engine().equals("docker") && !engineAnswers(machine)) {
            if (System.nanoTime() > end) {
                throw new TransshipException(
                        FailureCode.ENGINE_FAILED,
                        "the container engine of "
                                + machine.name()
                                + " does not start: "
                                + engineLog(machine));
            }
            pause();
        }
    }

    private static boolean engineAnswers(Machine machine) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(machine.dockerSocket()));
            channel.write(
                    ByteBuffer.wrap(
                            "GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
                    .contains(" 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    private static String engineLog(Machine machine) {
        try {
            List<String> lines = Files.readAllLines(machine.file("/var/log/dockerd.log"));
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Starts the daemon of a machine and waits until it takes connections. */
    void startDaemon(Machine machine) {
        String name = "daemon-" + machine.name();
        ProcessBuilder builder =
                machine.builder(
                        programs.daemon(Configurations.SETTINGS.resolve("daemon.yaml").toString()));
        awaitPort(
                launch(builder, name),
                name,
                machine.managementAddress(),
                Configurations.CONTROL_PORT);
    }

    /**
     * Starts the manager in the machine's own network, but in the lab's PID namespace, so that it
     * ends with the lab.
     *
     * @param keeper the process that keeps the lab
     */
    Process startManager(long keeper) {
        long unshare =
                ProcessHandle.of(keeper)
                        .flatMap(process -> process.children().findFirst())
                        .map(ProcessHandle::pid)
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.LAB_NOT_UP, "the lab ended."));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "nsenter",
                                "--pid=/proc/" + unshare + "/ns/pid_for_children",
                                "setpriv",
                                "--pdeathsig",
                                "KILL",
                                "--"));
        command.addAll(programs.manager(folders.manager().resolve("manager.yaml").toString()));
        return launch(new ProcessBuilder(command), "manager");
    }

    void awaitManager(Process manager) {
        awaitPort(
                manager,
                "manager",
                new IpAddress(Configurations.managerAddress(folders.number())),
                Configurations.REST_PORT);
    }

    /** Checks that nothing else on this machine takes the manager's ports. */
    void checkPorts() {
        String address = Configurations.managerAddress(folders.number());
        Preflight.port(address, Configurations.OPENFLOW_PORT);
        Preflight.port(address, Configurations.REST_PORT);
    }

    /** In a session of its own, so that it does not end with a terminal. */
    private Process launch(ProcessBuilder builder, String name) {
        File log = folders.log(name).toFile();
        builder.command().addFirst("setsid");
        try {
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                            .redirectInput(new File("/dev/null"))
                            .start();
            Files.setPosixFilePermissions(
                    Path.of(log.getPath()),
                    java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(Process process, String name, IpAddress address, int port) {
        long end = System.nanoTime() + START_DEADLINE.toNanos();
        try {
            while (!connects(address, port)) {
                boolean ended = process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > end) {
                    throw notStarted(
                            name, ended ? "ended with code " + process.exitValue() : "is late");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The program's own complaint if it has one, else the end of its log. */
    private TransshipException notStarted(String name, String what) {
        String tail = folders.tail(name);
        for (FailureCode code : FailureCode.values()) {
            int at = tail.lastIndexOf(code + ": ");
            if (at >= 0) {
                String words =
                        tail.substring(at + code.name().length() + 2)
                                .lines()
                                .findFirst()
                                .orElse("");
                return new TransshipException(code, name + ": " + words, "", null);
            }
        }
        return new TransshipException(
                FailureCode.INTERNAL,
                name + " " + what + "; the end of its log:\n  " + tail + "\n",
                "See the log above.",
                null);
    }

    private static boolean connects(IpAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.toInetAddress(), port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A moment, ended early by nothing but an interrupt. */
    static void pause() {
        try {
            if (new CountDownLatch(1).await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
