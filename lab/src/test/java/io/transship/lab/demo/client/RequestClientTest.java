package io.transship.lab.demo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class RequestClientTest {

    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The server closes the connection instead of a reply. */
    private static final List<Long> CLOSE = List.of(Long.MIN_VALUE);

    @Test
    void againstAServerThatAnswersEverythingOnceTheReportIsClean() throws Exception {
        ClientReport report = run(List::of, PATIENCE);
        assertThat(report.clean()).as(report.toString()).isTrue();
        assertThat(report.counts().sent()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void aReplyThatNeverComesIsLost() throws Exception {
        ClientReport report =
                run(sequence -> sequence == 10 ? List.of() : List.of(sequence), PERIOD);
        assertThat(report.counts().lost()).isPositive();
        assertThat(report.clean()).isFalse();
    }

    @Test
    void aReplyThatComesTwiceIsDoubled() throws Exception {
        ClientReport report =
                run(sequence -> sequence == 10 ? List.of(10L, 10L) : List.of(sequence), PATIENCE);
        assertThat(report.counts().doubled()).isEqualTo(1);
        assertThat(report.connectionSurvived()).isTrue();
        assertThat(report.clean()).isFalse();
    }

    @Test
    void aReplyAfterALaterOneIsOutOfOrder() throws Exception {
        ClientReport report =
                run(
                        sequence ->
                                switch ((int) sequence) {
                                    case 10 -> List.of();
                                    case 11 -> List.of(11L, 10L);
                                    default -> List.of(sequence);
                                },
                        PATIENCE);
        assertThat(report.counts().reordered()).isEqualTo(1);
        assertThat(report.counts().lost()).isZero();
        assertThat(report.clean()).isFalse();
    }

    @Test
    void aClosedConnectionIsSaidAndNotMendedByANewOne() throws Exception {
        ClientReport report = run(sequence -> sequence == 20 ? CLOSE : List.of(sequence), PATIENCE);
        assertThat(report.connectionSurvived()).isFalse();
        assertThat(report.counts().replies()).isEqualTo(20);
        assertThat(report.counts().lost()).isPositive();
    }

    @Test
    void aChecksumThatNeverComesIsAnError() throws Exception {
        try (ServerSocket listener = listener();
                RequestClient client = client(listener)) {
            assertThatThrownBy(() -> client.checksum(Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class);
        }
    }

    private static ClientReport run(LongFunction<List<Long>> answers, Duration patience)
            throws Exception {
        try (ServerSocket listener = listener();
                RequestClient client = client(listener)) {
            Thread.ofVirtual().start(() -> serve(listener, answers));
            client.start(PERIOD);
            await().atMost(PATIENCE).until(() -> enough(client.report()));
            return client.drain(patience);
        }
    }

    private static boolean enough(ClientReport report) {
        return report.counts().sent() >= 50 || !report.connectionSurvived();
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static RequestClient client(ServerSocket listener) throws IOException {
        return new RequestClient(
                new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()),
                System::nanoTime);
    }

    /** Serves one connection; {@code answers} says which numbers to send back for a request. */
    private static void serve(ServerSocket listener, LongFunction<List<Long>> answers) {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            long count = 0;
            while (true) {
                List<Long> numbers = answers.apply(in.readLong());
                if (numbers.equals(CLOSE)) {
                    return;
                }
                for (long number : numbers) {
                    out.writeLong(number);
                    out.writeLong(count++);
                }
            }
        } catch (IOException ignored) {
            // The client is done.
        }
    }
}
