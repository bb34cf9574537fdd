package io.transship.daemon.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine's list, which the engine has picked by a pattern. */
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

    private Optional<String> id(String name, String list) throws IOException {
        Path socket = folder.resolve("engine.sock");
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + list.length() + "\r\n\r\n" + list;
        try (ScriptedEngine engine = new ScriptedEngine(socket, "\r\n\r\n", answer)) {
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
