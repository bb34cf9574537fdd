package io.transship.daemon.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source says of its engine, and what CRIU says of itself. */
class OciFuzzTest {

    @Test
    void aDescriptionIsReadOrRefused() throws Exception {
        String description =
                """
                {"engine":"docker","criu":"4.2.1","folders":["/var/lib/web"],
                 "neighbours":[{"ip":"10.0.0.2","mac":"02:00:0a:00:00:02"}]}
                """;
        Fuzz.of("engine descriptions", 2 << 20, text(description), text("{\"engine\":\"docker\"}"))
                .run(
                        60_000,
                        input -> {
                            String text = new String(input, StandardCharsets.UTF_8);
                            EngineDescription read = EngineDescription.read(text, "docker");
                            assertThat(read.neighbours()).hasSizeLessThanOrEqualTo(1024);
                        });
    }

    @Test
    void aLogOfAnyBytesGivesAShortText(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("dump.log");
        Fuzz.of(
                        "CRIU's log",
                        4 << 20,
                        text(
                                "(00.01) Dumping\n(00.02) Error (criu/files.c:1): Can't dump\n"
                                        + "(00.03) Error: again\n"),
                        "\n\n\n\r\r\n".getBytes(StandardCharsets.UTF_8))
                .run(
                        2_000,
                        input -> {
                            Files.write(log, input);
                            assertThat(CriuLog.errors(log).length()).isLessThan(input.length + 200);
                        });
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
