package io.transship.lab.bench.transfer;

import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.process.BenchProcess;
import io.transship.lab.testbed.RootFilesystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** iperf3 on loopback: what the kernel's TCP alone carries here. */
final class Iperf {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double BITS = 8;

    private Iperf() {}

    /**
     * How fast it sends; empty where there is no iperf3. For a time, not a number of bytes: it
     * looks once a second whether those are sent, and takes the second for the time they took.
     */
    static Optional<Double> megabytesPerSecond() throws IOException, InterruptedException {
        Optional<List<String>> program = program();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        String port = String.valueOf(freePort());
        try (BenchProcess server =
                BenchProcess.start(with(program.get(), "-s", "-1", "-p", port, "--forceflush"))) {
            server.hear();
            Process client =
                    new ProcessBuilder(
                                    with(
                                            program.get(),
                                            "-c",
                                            "127.0.0.1",
                                            "-p",
                                            port,
                                            "-t",
                                            "1",
                                            "-J"))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String report =
                    new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            client.waitFor();
            return read(report);
        }
    }

    /** What its report says; empty if it failed. */
    static Optional<Double> read(String report) {
        try {
            double rate =
                    JSON.readTree(report)
                            .path("end")
                            .path("sum_received")
                            .path("bits_per_second")
                            .asDouble(0);
            return rate > 0 ? Optional.of(rate / BITS / 1e6) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static List<String> with(List<String> program, String... arguments) {
        List<String> all = new ArrayList<>(program);
        all.addAll(List.of(arguments));
        return all;
    }

    /** The machine's own, or the one in the lab's root file system. */
    private static Optional<List<String>> program() {
        boolean here =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "iperf3")));
        if (here) {
            return Optional.of(List.of("iperf3"));
        }
        try {
            Path root = RootFilesystem.find().root();
            return Files.isExecutable(root.resolve("usr/bin/iperf3"))
                    ? Optional.of(List.of("chroot", root.toString(), "iperf3"))
                    : Optional.empty();
        } catch (TransshipException e) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
