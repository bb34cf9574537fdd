package io.transship.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreCopyRoundsTest {

    private static final BitRate TEN_MIB_A_SECOND = new BitRate((1L << 20) * 80);

    @ParameterizedTest(name = "{0} MiB, {1} MiB/s dirty")
    @CsvSource({
        // memory, dirty MiB/s, rounds, KiB in the freeze
        "100, 0, 1, 0",
        "100, 1, 2, 1024", // 100, 10 -> 1
        "100, 5, 7, 800", // 100, 50, 25 … 1.5625 -> 0.78
        "100, 9, 1, 92160", // a tenth less is no gain
        "100, 10, 1, 102400",
        "100, 500, 1, 102400" // never more than all of it
    })
    void theSizesAreAGeometricSeries(int memory, int dirty, int rounds, long rest) {
        PreCopyRounds made =
                PreCopyRounds.of(ByteCount.ofMiB(memory), ByteCount.ofMiB(dirty), TEN_MIB_A_SECOND);

        assertThat(made.sent()).hasSize(rounds).startsWith(ByteCount.ofMiB(memory));
        assertThat(made.rest().bytes() / 1024).isEqualTo(rest);
        assertThat(made.total().bytes())
                .isEqualTo(
                        made.sent().stream().mapToLong(ByteCount::bytes).sum()
                                + made.rest().bytes());
    }

    @Test
    void roundsEnd() {
        ByteCount before = ByteCount.ofMiB(1000);

        assertThat(PreCopyRounds.stops(7, before, ByteCount.ofMiB(500))).isFalse();
        assertThat(PreCopyRounds.stops(8, before, ByteCount.ofMiB(500))).isTrue();
        assertThat(PreCopyRounds.stops(1, before, ByteCount.ofMiB(801))).isTrue();
        assertThat(PreCopyRounds.stops(1, before, PreCopyRounds.SMALL)).isTrue();
    }
}
