package io.transship.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostLearnerTest {

    private static final Costs START = Costs.START;

    @Test
    void withoutMovesTheStartingValuesHold() {
        assertThat(CostLearner.learn(START, List.of())).isEqualTo(START);
        assertThat(CostLearner.likely(BitRate.ofMbps(8), List.of())).isEqualTo(BitRate.ofMbps(8));
        assertThat(CostLearner.lastRate(List.of())).isEmpty();
    }

    @Test
    void eachPartIsScaledByTheMedianOfMeasuredToExpected() {
        ByteCount state = ByteCount.ofMiB(100);
        long dump = START.dumpOf(state).toMillis();
        List<PastMove> moves =
                List.of(
                        move(state, 2 * dump, 100),
                        move(state, 2 * dump, 100),
                        move(state, 1, 100));

        Costs learnt = CostLearner.learn(START, moves);

        assertThat(learnt.dump()).isEqualTo(START.dump().multipliedBy(2));
        assertThat(learnt.dumpPerMiB()).isEqualTo(START.dumpPerMiB().multipliedBy(2));
        assertThat(learnt.restore()).isEqualTo(START.restore());
        assertThat(learnt.transfer()).isEqualTo(START.transfer());
    }

    @Test
    void oneMadMoveDoesNotMakeAPredictionMad() {
        Costs learnt = CostLearner.learn(START, List.of(move(ByteCount.ZERO, 600_000, 100)));

        assertThat(learnt.dump()).isEqualTo(START.dump().multipliedBy(10));
    }

    @Test
    void ratesComeFromTransfersThatTookLongEnough() {
        ByteCount state = new ByteCount(1_000_000);
        List<PastMove> newestFirst =
                List.of(move(state, 1, 1), move(state, 1, 1000), move(state, 1, 500));

        assertThat(CostLearner.lastRate(newestFirst)).contains(BitRate.ofMbps(8));
        // 8 and 16 Mbit/s where 10 were expected.
        assertThat(CostLearner.likely(BitRate.ofMbps(20), newestFirst))
                .isEqualTo(BitRate.ofMbps(24));
        assertThat(CostLearner.likely(BitRate.ofMbps(900), newestFirst))
                .isEqualTo(BitRate.ofMbps(900));
    }

    @Test
    void whatWasCompressedIsSeenInTheBytesOnTheWire() {
        PastMove plain = move(ByteCount.ofMiB(10), 1, 1000);
        PastMove halved =
                new PastMove(
                        MigrationMode.COPY,
                        ByteCount.ofMiB(10),
                        ByteCount.ofMiB(5),
                        START.prepare(),
                        START.dump(),
                        Duration.ofMillis(1000),
                        START.restore(),
                        START.release(),
                        START.finish(),
                        Optional.empty());

        assertThat(CostLearner.sentShare(List.of())).isEqualTo(1);
        assertThat(CostLearner.sentShare(List.of(plain))).isEqualTo(1);
        assertThat(CostLearner.sentShare(List.of(halved, plain, halved))).isEqualTo(0.5);
        assertThat(CostLearner.lastRate(List.of(halved))).contains(new BitRate(40L << 20));
    }

    @Test
    void whatComesAfterTheReplayByItsNatureIsNoEnd() {
        List<PastMove> moves =
                List.of(
                        ended(MigrationMode.POST_COPY, 60_000),
                        ended(MigrationMode.LEAVE_RUNNING, 60_000),
                        ended(MigrationMode.PAGE_SERVER, 300));

        assertThat(CostLearner.learn(START, moves).finish()).isEqualTo(Duration.ofMillis(300));
    }

    private static PastMove ended(MigrationMode mode, long finishMs) {
        return new PastMove(
                mode,
                ByteCount.ZERO,
                ByteCount.ZERO,
                START.prepare(),
                START.dump(),
                Duration.ZERO,
                START.restore(),
                START.release(),
                Duration.ofMillis(finishMs),
                Optional.empty());
    }

    private static PastMove move(ByteCount state, long dump, long transfer) {
        return new PastMove(
                MigrationMode.COPY,
                state,
                state,
                START.prepare(),
                Duration.ofMillis(dump),
                Duration.ofMillis(transfer),
                START.restoreOf(state),
                START.release(),
                START.finish(),
                Optional.of(BitRate.ofMbps(10)));
    }
}
