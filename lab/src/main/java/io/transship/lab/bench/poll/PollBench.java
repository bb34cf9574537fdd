package io.transship.lab.bench.poll;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run: a manager, its switches, and what both say before and after the seconds that count. */
final class PollBench {

    private static final JsonMapper JSON = new JsonMapper();

    private final int switches;
    private final int ports;
    private final int seconds;

    PollBench(int switches, int ports, int seconds) {
        this.switches = switches;
        this.ports = ports;
        this.seconds = seconds;
    }

    PollFigures run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("transship-poll");
        try {
            return run(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .map(Path::toFile)
                        .forEach(java.io.File::delete);
            }
        }
    }

    private PollFigures run(Path folder) throws IOException, InterruptedException {
        int openFlow = freePort();
        int rest = freePort();
        Path configuration = configure(folder, openFlow, rest);
        Programs programs = Programs.ofThisProcess();
        try (BenchProcess manager =
                        BenchProcess.start(
                                programs.manager(configuration.toString()), folder.resolve("log"));
                BenchProcess fleet = startFleet(programs, manager, openFlow)) {
            expect(fleet, "asked");
            JsonNode before = store(folder, rest);
            Duration cpu = manager.cpu();
            long begin = System.nanoTime();
            fleet.tell(String.valueOf(seconds));
            List<String> heard = List.of(fleet.hear().split(" ", -1));
            double took = (System.nanoTime() - begin) / 1e9;
            Duration used = manager.cpu().minus(cpu);
            JsonNode after = store(folder, rest);
            return new PollFigures(
                    switches,
                    ports,
                    used.toNanos() / 1e9 / took,
                    Double.parseDouble(heard.get(0)),
                    Double.parseDouble(heard.get(1)),
                    Long.parseLong(heard.get(2)),
                    Long.parseLong(heard.get(3)),
                    manager.residentMebibytes(),
                    (after.path("samplesWritten").asLong() - before.path("samplesWritten").asLong())
                            / took,
                    after.path("samplesLost").asLong());
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
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        List.of(
                                String.valueOf(openFlow),
                                String.valueOf(switches),
                                String.valueOf(ports))));
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

    private static JsonNode store(Path folder, int rest) throws IOException, InterruptedException {
        String token = Files.readString(folder.resolve("api.token")).strip();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + rest + "/api/v1/status"))
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(30))
                            .build();
            String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JSON.readTree(body).path("store");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
