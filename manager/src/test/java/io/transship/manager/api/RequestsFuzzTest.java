package io.transship.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bodies of REST requests, broken in every way: taken, or refused as what they are. */
class RequestsFuzzTest {

    private static final long MOST = 4 << 20;

    @Test
    void anOrderToRunIsReadOrRefused() throws Exception {
        Fuzz.of(
                        "run",
                        MOST,
                        text(
                                """
                                {"container":"web","image":"web:1","host":"h2","ip":"10.0.0.100",
                                 "command":["/web","-v"],"environment":{"PORT":"80"},
                                 "labels":{"a":"b"},"memory":"64MiB","restartPolicy":"always"}
                                """),
                        text("{\"container\":\"web\",\"image\":\"web\"}"))
                .refusing(IllegalArgumentException.class)
                .run(
                        50_000,
                        input ->
                                assertThat(Json.read(input, Requests.Run.class).toOrder())
                                        .isNotNull());
    }

    @Test
    void anOrderToMoveIsReadOrRefused() throws Exception {
        Fuzz.of(
                        "migrate",
                        MOST,
                        text("{\"container\":\"web\",\"target\":\"h3\",\"mode\":\"copy\"}"))
                .refusing(IllegalArgumentException.class)
                .run(
                        50_000,
                        input -> {
                            Requests.Migrate move = Json.read(input, Requests.Migrate.class);
                            assertThat(move.containerId().name()).isNotEmpty();
                            assertThat(move.targetId().name()).isNotEmpty();
                            assertThat(move.modeAsked()).isNotNull();
                        });
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
