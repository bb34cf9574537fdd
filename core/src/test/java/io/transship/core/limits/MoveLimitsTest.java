package io.transship.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MoveLimitsTest {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");
    private static final ContainerId A = new ContainerId("a");
    private static final ContainerId B = new ContainerId("b");

    private final MoveLimits limits = new MoveLimits(Duration.ofSeconds(60), 1, 2);

    @Test
    void aContainerRestsFromTheEndOfItsMove() {
        MoveHistory history = MoveHistory.empty().begun(A, NOW).ended(A, NOW.plusSeconds(10));

        assertThat(limits.objection(A, history, NOW.plusSeconds(69)))
                .hasValueSatisfying(words -> assertThat(words).contains("a", "rests for 2 s"));
        assertThat(limits.objection(A, history, NOW.plusSeconds(70))).isEmpty();
        assertThat(limits.objection(B, history, NOW.plusSeconds(11))).isEmpty();
    }

    @Test
    void onlySoManyAtOnce() {
        MoveHistory history = MoveHistory.empty().begun(A, NOW);

        assertThat(limits.objection(A, history, NOW)).contains("a is moving already");
        assertThat(limits.objection(B, history, NOW))
                .contains("1 of 1 moves at once are under way");
        assertThat(limits.objection(B, history.ended(A, NOW), NOW)).isEmpty();
    }

    @Test
    void onlySoManyAnHour() {
        MoveHistory history =
                MoveHistory.empty()
                        .begun(A, NOW)
                        .ended(A, NOW)
                        .begun(B, NOW.plusSeconds(60))
                        .ended(B, NOW.plusSeconds(60));

        assertThat(limits.objection(A, history, NOW.plusSeconds(3600)))
                .contains("2 moves an hour are the limit");
        assertThat(limits.objection(A, history, NOW.plusSeconds(3601))).isEmpty();
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThatThrownBy(() -> new MoveLimits(Duration.ZERO, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MoveLimits(Duration.ofSeconds(-1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
