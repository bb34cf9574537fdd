package io.transship.daemon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An engine's answers, broken in every way. */
class HttpFuzzTest {

    private static final long MOST = 2 << 20;

    @Test
    void anAnswerIsReadOrRefused() throws Exception {
        Fuzz.of(
                        "HTTP replies",
                        MOST,
                        text(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 17\r\n\r\n{\"Id\":\"abcdef12\"}"),
                        text(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
                        text("HTTP/1.1 204 No Content\r\nServer: engine\r\n\r\n"),
                        text("HTTP/1.0 500 Oops\r\n\r\n{\"message\":\"no\"}"))
                .run(
                        160_000,
                        input -> {
                            HttpReply reply = HttpReply.read(new ByteArrayInputStream(input));
                            assertThat(reply.status()).isBetween(0, 999);
                            assertThat(reply.text().length()).isLessThanOrEqualTo(input.length);
                        });
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
