package io.transship.lab.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private double now;

    @Test
    void anEventHasItsSecondAndIsWrappedUnderIt() {
        Timeline timeline = timeline(false);
        now = 3.456;
        timeline.event("word ".repeat(25));
        assertThat(printed().lines().toList())
                .containsExactly(
                        "   3.46 s " + "word ".repeat(18).strip(),
                        "          " + "word ".repeat(7).strip());
    }

    @Test
    void elsewhereThanOnATerminalALiveLineIsPrintedEachFiveSecondsOnly() {
        Timeline timeline = timeline(false);
        for (now = 0; now < 12; now += 0.25) {
            timeline.live("waiting");
        }
        assertThat(printed().lines().toList())
                .containsExactly("   5.00 s waiting", "  10.00 s waiting");
    }

    @Test
    void onATerminalTheLiveLineIsWrittenOverAndErasedBeforeAnEvent() {
        Timeline timeline = timeline(true);
        timeline.live("x".repeat(300));
        timeline.event("done");
        assertThat(printed())
                .startsWith("\r\u001b[K   0.00 s xxx")
                .endsWith("x\r\u001b[K   0.00 s done\n");
        assertThat(printed().lines().findFirst().orElseThrow()).hasSizeLessThan(130);
    }

    private Timeline timeline(boolean terminal) {
        return new Timeline(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> now);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
