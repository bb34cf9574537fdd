package io.transship.core.prediction;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Scales the starting values by what earlier moves took: each part by the median, over those moves,
 * of measured ÷ what the starting values say for a move of that size. A single odd move changes
 * little; moves of one size are enough.
 */
public final class CostLearner {

    private static final double LEAST = 0.1;
    private static final double MOST = 10;
    private static final int NEAR = 4;

    /** A transfer that is over sooner says more about its start than about the rate. */
    private static final Duration LONG_ENOUGH = Duration.ofMillis(50);

    /** And so does one of less. */
    private static final ByteCount LARGE_ENOUGH = new ByteCount(512 << 10);

    private CostLearner() {}

    /**
     * The costs as these moves suggest.
     *
     * @param moves the last ones, between hosts of the same engine
     */
    public static Costs learn(Costs start, List<PastMove> moves) {
        double dump =
                factor(
                        moves.stream().filter(CostLearner::whole).toList(),
                        PastMove::dump,
                        move -> start.dumpOf(move.state()));
        double restore =
                factor(
                        moves.stream().filter(CostLearner::whole).toList(),
                        PastMove::restore,
                        move -> start.restoreOf(move.state()));
        return new Costs(
                scaled(start.prepare(), leastPrepare(start, moves)),
                scaled(start.dump(), dump),
                scaled(start.dumpPerMiB(), dump),
                scaled(start.restore(), restore),
                scaled(start.restorePerMiB(), restore),
                scaled(start.release(), factor(moves, PastMove::release, move -> start.release())),
                scaled(
                        start.finish(),
                        factor(
                                moves.stream().filter(CostLearner::endsAtOnce).toList(),
                                PastMove::finish,
                                move -> start.finish())),
                scaled(start.lazyPerMiB(), dump),
                start.transfer());
    }

    /**
     * The expected rate, scaled by the median of measured ÷ expected over the moves that expected
     * about as much: within a factor of four, for a slow path tells nothing about a fast one.
     */
    public static BitRate likely(BitRate expected, List<PastMove> moves) {
        double factor =
                median(
                                moves.stream()
                                        .filter(CostLearner::tells)
                                        .filter(move -> isNear(move.expected(), expected))
                                        .toList(),
                                move ->
                                        (double) measuredBps(move)
                                                / move.expected().orElseThrow().bps())
                        .orElse(1);
        return new BitRate(Math.round(expected.bps() * Math.clamp(factor, LEAST, MOST)));
    }

    /**
     * Bytes on the wire for one byte of state: the median over the copies, below 1 where most of
     * them were compressed. A move that sent much ahead counts as one that was not.
     */
    public static double sentShare(List<PastMove> moves) {
        return median(moves.stream().filter(CostLearner::tells).toList(), CostLearner::shareOf)
                .orElse(1);
    }

    private static double shareOf(PastMove move) {
        double share = (double) move.moved().bytes() / move.state().bytes();
        return Math.clamp(share, 0.01, 1);
    }

    private static boolean isNear(Optional<BitRate> one, BitRate other) {
        return one.filter(rate -> rate.bps() > 0)
                .filter(rate -> rate.bps() <= other.bps() * NEAR)
                .filter(rate -> other.bps() <= rate.bps() * NEAR)
                .isPresent();
    }

    /** The rate of the newest transfer that was long enough to tell. */
    public static Optional<BitRate> lastRate(List<PastMove> newestFirst) {
        return newestFirst.stream()
                .filter(CostLearner::tells)
                .findFirst()
                .map(move -> new BitRate(measuredBps(move)));
    }

    private static long measuredBps(PastMove move) {
        return Math.round(move.state().bytes() * shareOf(move) * 8e9 / move.transfer().toNanos());
    }

    private static boolean tells(PastMove move) {
        return move.mode() == MigrationMode.COPY
                && move.transfer().compareTo(LONG_ENOUGH) >= 0
                && move.state().compareTo(LARGE_ENOUGH) >= 0;
    }

    /** Only a copy has dump, transfer and restore one after the other, with all of the memory. */
    private static boolean whole(PastMove move) {
        return move.mode() == MigrationMode.COPY;
    }

    /** After the replay others wait for pages, or had their transfer before the downtime. */
    private static boolean endsAtOnce(PastMove move) {
        return move.mode() != MigrationMode.POST_COPY && move.mode() != MigrationMode.LEAVE_RUNNING;
    }

    /** Of moves that sent next to nothing ahead: the others measure the path. */
    private static double leastPrepare(Costs start, List<PastMove> moves) {
        List<PastMove> bare =
                moves.stream()
                        .filter(move -> move.moved().bytes() - move.state().bytes() < 1 << 20)
                        .toList();
        return factor(bare, PastMove::prepare, move -> start.prepare());
    }

    private static double factor(
            List<PastMove> moves,
            Function<PastMove, Duration> measured,
            Function<PastMove, Duration> expected) {
        OptionalDouble median =
                median(
                        moves.stream().filter(move -> measured.apply(move).isPositive()).toList(),
                        move ->
                                (double) measured.apply(move).toNanos()
                                        / expected.apply(move).toNanos());
        return Math.clamp(median.orElse(1), LEAST, MOST);
    }

    private static OptionalDouble median(List<PastMove> moves, ToDoubleFunction<PastMove> value) {
        double[] sorted = moves.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static Duration scaled(Duration start, double factor) {
        return Duration.ofNanos(Math.round(start.toNanos() * factor));
    }
}
