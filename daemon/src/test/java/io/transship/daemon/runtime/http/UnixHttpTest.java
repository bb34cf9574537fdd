package io.transship.daemon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixHttpTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir private Path folder;

    @Test
    void readsABodyOfKnownLength() throws IOException {
        assertThat(get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"))
                .isEqualTo("200 hello");
    }

    @Test
    void readsABodyInChunks() throws IOException {
        assertThat(
                        get(
                                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "5\r\nhello\r\n6;name=value\r\n world\r\n0\r\n\r\n"))
                .isEqualTo("201 hello world");
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws IOException {
        assertThat(get("HTTP/1.0 200 OK\n\nall of it")).isEqualTo("200 all of it");
    }

    @Test
    void knowsStatusesWithoutABody() throws IOException {
        assertThat(get("HTTP/1.1 304 Not Modified\r\n\r\nstray")).isEqualTo("304 ");
    }

    @Test
    void anAnswerThatIsCutIsAnErrorAndNotAnEnd() {
        assertThatThrownBy(() -> get("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("45 bytes early");
        assertThatThrownBy(() -> get(CHUNKED + "5\r\nhello\r\n")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> get("HTTP/1.1 200 OK\r\nContent-"))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void refusesWhatIsNotHttp() {
        assertThatThrownBy(() -> get("SSH-2.0-OpenSSH\r\n\r\n"))
                .hasMessageContaining("not HTTP/1.1");
        assertThatThrownBy(() -> get("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n"))
                .hasMessageContaining("not a content length");
        assertThatThrownBy(() -> get(CHUNKED + "-5\r\nhello"))
                .hasMessageContaining("not the size of a chunk");
        assertThatThrownBy(() -> get("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000) + "\r\n\r\n"))
                .hasMessageContaining("too long");
    }

    @Test
    void streamsABodyOfUnknownLength() throws IOException {
        Path socket = folder.resolve("socket");
        byte[] body = "image".getBytes(StandardCharsets.US_ASCII);
        HttpRequest upload = HttpRequest.upload("/load", new ByteArrayInputStream(body));
        try (ScriptedEngine engine =
                new ScriptedEngine(socket, "0\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(new UnixHttp(socket).exchange(upload, SOON, HttpReply::status))
                    .isEqualTo(204);
            assertThat(engine.request())
                    .startsWith("POST /load HTTP/1.1\r\n")
                    .contains("Transfer-Encoding: chunked\r\n")
                    .endsWith("\r\n\r\n5\r\nimage\r\n0\r\n\r\n");
        }
    }

    @Test
    void givesUpAtTheDeadline() throws IOException {
        Path socket = folder.resolve("socket");
        try (ScriptedEngine engine = new ScriptedEngine(socket, "\r\n\r\n", "")) {
            assertThatThrownBy(
                            () ->
                                    new UnixHttp(socket)
                                            .exchange(
                                                    HttpRequest.get("/info"),
                                                    Duration.ofMillis(200),
                                                    HttpReply::status))
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
            assertThat(engine.request()).startsWith("GET /info HTTP/1.1");
        }
    }

    @Test
    void anEngineThatIsNotThereIsAnOperatingError() {
        UnixHttp http = new UnixHttp(folder.resolve("nobody"));
        assertThatThrownBy(() -> http.exchange(HttpRequest.get("/"), SOON, HttpReply::status))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.ENGINE_FAILED));
    }

    @Test
    void nothingBreaksOutOfTheRequestLine() {
        assertThatThrownBy(() -> HttpRequest.get("/x HTTP/1.1\r\nHost: evil"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String get(String answer) throws IOException {
        Path socket = folder.resolve("socket-" + answer.hashCode());
        try (ScriptedEngine engine = new ScriptedEngine(socket, "\r\n\r\n", answer)) {
            String read =
                    new UnixHttp(socket)
                            .exchange(
                                    HttpRequest.get("/info"),
                                    SOON,
                                    reply -> reply.status() + " " + reply.text());
            assertThat(engine.request()).contains("Content-Length: 0\r\n");
            return read;
        }
    }
}
