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
    void startServer() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
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

    private RequestClient client() throws IOException {
        return new RequestClient(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);
    }

    private boolean listens() {
        try (RequestClient client = client()) {
            return client.checksum(PATIENCE) != 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
