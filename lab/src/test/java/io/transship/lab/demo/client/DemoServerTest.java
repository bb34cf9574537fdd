package io.transship.lab.demo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real server script against the real client. */
class DemoServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private int port;
    private Process server;

    @BeforeEach
    void begin() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        startServer();
    }

    private void startServer() throws Exception {
        Path script =
                Path.of(Objects.requireNonNull(getClass().getResource("/demo/server.pl")).toURI());
        server =
                new ProcessBuilder("perl", script.toString(), String.valueOf(port), "100001")
                        .inheritIO()
                        .start();
        await().atMost(PATIENCE).until(this::listens);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.destroy();
        assertThat(server.waitFor()).as("ends by itself on SIGTERM").isZero();
    }

    @Test
    void answersEachRequestOnceAndKeepsItsState() throws Exception {
        try (RequestClient client = client()) {
            long before = client.checksum(PATIENCE);
            client.start(Duration.ofMillis(1));
            await().atMost(PATIENCE).until(() -> client.report().counts().sent() > 100);
            ClientReport report = client.drain(PATIENCE);
            assertThat(report.clean()).as(report.toString()).isTrue();
            assertThat(client.checksum(PATIENCE)).isEqualTo(before);
        }
    }

    @Test
    void severalClientsShareOneCount() throws Exception {
        try (RequestClient one = client();
                RequestClient other = client()) {
            one.start(Duration.ofMillis(1));
            other.start(Duration.ofMillis(1));
            await().atMost(PATIENCE).until(() -> one.report().counts().replies() > 50);
            await().atMost(PATIENCE).until(() -> other.report().counts().replies() > 50);
            ClientReport report = one.drain(PATIENCE);
            assertThat(report.counts().lost()).isZero();
            assertThat(report.counts().counterBreaks()).isPositive();
        }
    }

    @Test
    void aClientThatOnlyPassesByOutlivesTheServersEndAndLosesNothing() throws Exception {
        try (PassingClient client = new PassingClient(address(), System::nanoTime)) {
            long before = client.checksum(PATIENCE);
            assertThat(client.checksum(PATIENCE)).isEqualTo(before);
            client.start(Duration.ofMillis(1));
            await().atMost(PATIENCE).until(() -> client.report().counts().replies() > 50);
            stopServer();
            var _ = client.takeLongestGapMs();
            await().atMost(PATIENCE).until(() -> client.takeLongestGapMs() > 100);
            startServer();
            long sofar = client.report().counts().replies();
            await().atMost(PATIENCE).until(() -> client.report().counts().replies() > sofar + 50);
            ClientReport report = client.drain(PATIENCE);
            assertThat(report.counts().lost()).as(report.toString()).isZero();
            assertThat(report.counts().replies()).isEqualTo(report.counts().sent());
            assertThat(client.checksum(PATIENCE))
                    .as("the new server's state is another one")
                    .isNotEqualTo(before);
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private RequestClient client() throws IOException {
        return new RequestClient(address(), System::nanoTime);
    }

    private boolean listens() {
        try (RequestClient client = client()) {
            return client.checksum(PATIENCE) != 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
