package io.transship.lab.bench.poll;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.process.BenchFolder;
import io.transship.lab.bench.process.BenchProcess;
import io.transship.lab.programs.Programs;
import io.transship.lab.testbed.LabCertificates;
import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run: a manager, its switches, and what both say before and after the seconds that count. */
final class PollBench {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int LOOK_SHARE = 9;
    private static final int DONE = 200;
    private static final int TRIES = 10;

    private final PollNetwork network;
    private final int seconds;
    private final PollHeap heap;

    PollBench(PollNetwork network, int seconds) {
        this.network = network;
        this.seconds = seconds;
        this.heap = PollHeap.of(network);
    }

    PollFigures run() throws IOException, InterruptedException {
        try (BenchFolder folder = new BenchFolder("poll")) {
            return run(folder.path());
        }
    }

    private PollFigures run(Path folder) throws IOException, InterruptedException {
        int openFlow = freePort();
        int rest = freePort();
        Path configuration = configure(folder, openFlow, rest);
        Programs programs = Programs.ofThisProcess();
        try (BenchProcess manager =
                        BenchProcess.start(
                                programs.manager(configuration.toString(), heap.flags()),
                                folder.resolve("log"));
                BenchProcess fleet = startFleet(programs, manager, openFlow)) {
            expect(fleet, "asked");
            awaitLinks(folder, rest);
            JsonNode before = answer(folder, rest, "status").path("store");
            Duration managers = manager.cpu();
            Duration simulators = fleet.cpu();
            long begin = System.nanoTime();
            fleet.tell(String.valueOf(seconds));
            List<String> heard = List.of(fleet.hear().split(" ", -1));
            double took = (System.nanoTime() - begin) / 1e9;
            double ofManager = manager.cpu().minus(managers).toNanos() / 1e9 / took;
            double ofSimulator = fleet.cpu().minus(simulators).toNanos() / 1e9 / took;
            JsonNode after = answer(folder, rest, "status").path("store");
            return new PollFigures(
                    network,
                    ofManager,
                    ofSimulator,
                    Double.parseDouble(heard.get(0)),
                    Double.parseDouble(heard.get(1)),
                    Long.parseLong(heard.get(2)),
                    Long.parseLong(heard.get(3)),
                    manager.residentMebibytes(),
                    counted(before, after, "samplesWritten") / took,
                    counted(before, after, "samplesLost"));
        }
    }

    private static long counted(JsonNode before, JsonNode after, String what) {
        return after.path(what).asLong() - before.path(what).asLong();
    }

    /** Each cable is two links; only then all of them are measured. */
    private void awaitLinks(Path folder, int rest) throws IOException, InterruptedException {
        int expected = 2 * network.cables().size();
        long end = System.nanoTime() + PATIENCE.toNanos();
        int found = 0;
        while (found < expected) {
            if (System.nanoTime() > end) {
                throw new TransshipException(
                        FailureCode.NETWORK_UNAVAILABLE,
                        "the manager found " + found + " of " + expected + " links.");
            }
            long asked = System.nanoTime();
            found = answer(folder, rest, "topology").path("links").size();
            // A large answer is work that the manager should have for its switches.
            long took = System.nanoTime() - asked;
            LockSupport.parkNanos(Math.max(LOOK_AGAIN.toNanos(), LOOK_SHARE * took));
        }
    }

    private BenchProcess startFleet(Programs programs, BenchProcess manager, int openFlow)
            throws IOException {
        String line = manager.hear();
        while (!line.contains("manager is ready")) {
            line = manager.hear();
        }
        return BenchProcess.start(
                programs.java(
                        SwitchFleetMain.class.getName(),
                        List.of("-Xmx1g", "-XX:+UseSerialGC"),
                        List.of(
                                String.valueOf(openFlow),
                                String.valueOf(network.switches()),
                                String.valueOf(network.ports()),
                                String.valueOf(network.links()))));
    }

    private static void expect(BenchProcess process, String word) throws IOException {
        String line = process.hear();
        if (!line.equals(word)) {
            throw new TransshipException(FailureCode.NETWORK_UNAVAILABLE, line + ".");
        }
    }

    private static Path configure(Path folder, int openFlow, int rest) throws IOException {
        TlsFiles tls =
                new LabCertificates("poll", new SecureRandom(), Instant.now())
                        .issue("manager", List.of("127.0.0.1"), folder);
        return Files.writeString(
                folder.resolve("manager.yaml"),
                """
                controller: {type: embedded, listen: "127.0.0.1:%d"}
                api: {listen: "127.0.0.1:%d", tokenFile: api.token}
                store: {url: "jdbc:sqlite:%s"}
                tls: {authority: %s, certificate: %s, key: %s}
                mode: "off"
                serverdeployRatio: 0
                aggregateDefaultFrequency: 1s
                bandwidthDefaultFrequency: 1s
                bandwidthCustomizeFrequency: 1s
                containers: {addresses: 10.0.0.100-10.0.0.199}
                hosts: [{name: h1, address: 10.0.0.1, daemon: "127.0.0.1:9"}]
                """
                        .formatted(
                                openFlow,
                                rest,
                                folder.resolve("manager.db"),
                                tls.authority(),
                                tls.certificate(),
                                tls.key()));
    }

    private static JsonNode answer(Path folder, int rest, String what)
            throws IOException, InterruptedException {
        String token = Files.readString(folder.resolve("api.token")).strip();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + rest + "/api/v1/" + what))
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(30))
                            .build();
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            for (int again = 0; response.statusCode() != DONE && again < TRIES; again++) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                response = client.send(request, HttpResponse.BodyHandlers.ofString());
            }
            return JSON.readTree(response.body());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
