package io.transship.daemon.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine's list, which it has picked by a pattern, and its page, which it has picked by a name
 * or an id.
 */
class EngineNamesTest {

    @TempDir private Path folder;

    @Test
    void dockersNamesBeginWithASlashAndPodmansDoNot() throws IOException {
        assertThat(id("db", "[{\"Id\":\"d1\",\"Names\":[\"/db\"]}]")).contains("d1");
        assertThat(id("db", "[{\"Id\":\"d2\",\"Names\":[\"db\"]}]")).contains("d2");
        assertThat(id("db", "[{\"Id\":\"d3\",\"Names\":[\"/web/db\",\"/db\"]}]")).contains("d3");
    }

    @Test
    void whatIsCalledOtherwiseIsAnother() throws IOException {
        assertThat(id("db", "[{\"Id\":\"db77\",\"Names\":[\"/shop\"]}]")).isEmpty();
        assertThat(id("a.b", "[{\"Id\":\"e1\",\"Names\":[\"/axb\"]}]")).isEmpty();
        assertThat(id("db", "[]")).isEmpty();
    }

    @Test
    void theProcessIsThatOfTheNameAlone() throws IOException {
        assertThat(process("{\"Name\":\"/db\",\"State\":{\"Pid\":71}}")).isEqualTo(71);
        assertThat(process("{\"Name\":\"db\",\"State\":{\"Pid\":72}}")).isEqualTo(72);
        assertThat(process("{\"Name\":\"/db\",\"State\":{\"Pid\":0}}")).isZero();
        assertUnknown("HTTP/1.1 200 OK", "{\"Id\":\"db77\",\"Name\":\"/shop\"}");
        assertUnknown("HTTP/1.1 404 Not Found", "{\"message\":\"No such container: db\"}");
    }

    private void assertUnknown(String status, String page) {
        assertThatThrownBy(() -> process(status, page))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.CONTAINER_UNKNOWN));
    }

    private long process(String page) throws IOException {
        return process("HTTP/1.1 200 OK", page);
    }

    private long process(String status, String page) throws IOException {
        Path socket = folder.resolve("engine.sock");
        try (ScriptedEngine engine = engine(socket, status, page)) {
            long process = new EngineNames(new EngineClient(socket, "/v1")).process("db");
            assertThat(engine.request()).startsWith("GET /v1/containers/db/json ");
            return process;
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    private static ScriptedEngine engine(Path socket, String status, String body)
            throws IOException {
        String answer = status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return new ScriptedEngine(socket, "\r\n\r\n", answer);
    }

    private Optional<String> id(String name, String list) throws IOException {
        Path socket = folder.resolve("engine.sock");
        try (ScriptedEngine engine = engine(socket, "HTTP/1.1 200 OK", list)) {
            Optional<String> id = new EngineNames(new EngineClient(socket, "/v1")).id(name);
            assertThat(URLDecoder.decode(engine.request(), UTF_8))
                    .startsWith("GET /v1/containers/json?all=true&filters={\"name\":[\"^" + name)
                    .contains("$\"]} ");
            return id;
        } finally {
            Files.deleteIfExists(socket);
        }
    }
}
