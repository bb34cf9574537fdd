package io.transship.lab.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.lab.modes.ModesStage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What a container talks goes on through a move (docs/networks.md). */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworksLabTest {

    /** What may lie unread in the server's socket when it is frozen: CRIU leaves that behind. */
    private static final int MOST_UNREAD = 2;

    private @Nullable ModesStage built;
    private String container = "";

    @BeforeAll
    void build() {
        built = new ModesStage();
    }

    @AfterEach
    void removeContainer() {
        stage().remove(container);
    }

    @AfterAll
    void end() {
        if (built != null) {
            built.close();
        }
    }

    @Test
    void datagramsAreAnsweredOnceAndInOrder() throws Exception {
        container = "datagrams";
        String address = stage().run(container, List.of("perl", "-e", script("datagrams.pl")));
        try (DatagramClient client = new DatagramClient(stage().client(), address)) {
            JsonNode end = move();

            DatagramReport report = client.finish();
            assertThat(report.lastAnswered()).as(report.json()).isTrue();
            assertThat(report.doubled()).as(report.json()).isZero();
            assertThat(report.overtaken()).as(report.json()).isZero();
            assertThat(report.wentBack()).as(report.json()).isZero();
            assertThat(report.refused()).as(report.json()).isZero();
            assertThat(end.at("/frames/held").asInt()).as(end.toString()).isPositive();
            assertThat(report.lost())
                    .as(report.json() + end)
                    .isBetween(0, end.at("/frames/dropped").asInt() + MOST_UNREAD);
        }
        oneCopyServes();
    }

    private JsonNode move() {
        JsonNode end = stage().awaitEnd(stage().order(container, "copy"));
        assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("committed");
        return end;
    }

    private void oneCopyServes() {
        assertThat(stage().servers(stage().source())).isZero();
        assertThat(stage().servers(stage().target())).isOne();
    }

    private static String script(String name) throws IOException {
        try (InputStream in = NetworksLabTest.class.getResourceAsStream("/networks/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ModesStage stage() {
        return Optional.ofNullable(built).orElseThrow();
    }
}
