package io.transship.manager.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.HostId;
import io.transship.manager.checks.SideFinding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClockReadingTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** A host whose clock is ahead of ours, and an answer that took so long. */
    private static ClockReading reading(String host, Duration ahead, Duration took) {
        Instant middle = NOON.plus(took.dividedBy(2));
        return ClockReading.of(new HostId(host), middle.plus(ahead), NOON, NOON.plus(took));
    }

    private static SideFinding judge(Duration ahead, Duration took) {
        return reading("h2", Duration.ZERO, took).judge(reading("h3", ahead, took));
    }

    @Test
    void equalClocksAreFineHoweverLongTheAnswersTook() {
        assertThat(judge(Duration.ZERO, Duration.ofMillis(5)).verdict()).isEqualTo(Verdict.OK);
        assertThat(judge(Duration.ofSeconds(9), Duration.ofSeconds(10)).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void aFewSecondsAreAWarning() {
        SideFinding found = judge(Duration.ofSeconds(-5), Duration.ofMillis(100));

        assertThat(found.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(Objects.requireNonNull(found.failure()).code())
                .isEqualTo(FailureCode.CLOCK_SKEW);
        assertThat(found.failure()).hasMessage("the clocks of h2 and h3 are 4.9 s apart.");
    }

    @Test
    void aMinuteIsAFailure() {
        assertThat(judge(Duration.ofSeconds(62), Duration.ofMillis(100)).verdict())
                .isEqualTo(Verdict.FAILURE);
    }
}
