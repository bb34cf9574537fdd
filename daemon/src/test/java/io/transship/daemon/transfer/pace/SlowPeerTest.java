package io.transship.daemon.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slow is not dead. */
class SlowPeerTest {

    @ParameterizedTest
    @CsvSource({
        "1, 19, false, no judgement yet",
        "1, 21, true, one byte and then nothing",
        "10, 600, true, a byte a minute",
        "262144, 21, false, a chunk in time",
        "26250, 21, false, 10 kbit/s",
        "3000, 21, false, 1.1 kbit/s",
        "60000, 600, false, the slowest that is let pass",
    })
    void slowIsNotDead(long bytes, long seconds, boolean dead, String why) {
        assertThat(SlowPeer.isDead(bytes, Duration.ofSeconds(seconds))).as(why).isEqualTo(dead);
    }
}
