package io.transship.core.prediction;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;

/**
 * What the parts of a move cost apart from the path.
 *
 * @param prepare both sides getting ready, without what is sent
 * @param dump the freeze and the dump of a small container
 * @param dumpPerMiB what each MiB of memory adds to it
 * @param restore of a small container
 * @param restorePerMiB what each MiB of memory adds to it
 * @param release the way of the held frames to the target
 * @param finish from the end of the replay to the end of the move
 * @param lazyPerMiB what each MiB of memory adds to a dump that leaves the pages where they are
 * @param transfer what two daemons can send at the most, on any path
 */
public record Costs(
        Duration prepare,
        Duration dump,
        Duration dumpPerMiB,
        Duration restore,
        Duration restorePerMiB,
        Duration release,
        Duration finish,
        Duration lazyPerMiB,
        BitRate transfer) {

    /** Used until there are moves to learn from; where they come from: docs/plan.md. */
    public static final Costs START =
            new Costs(
                    Duration.ofMillis(800),
                    Duration.ofMillis(60),
                    Duration.ofNanos(600_000),
                    Duration.ofMillis(70),
                    Duration.ofNanos(600_000),
                    Duration.ofMillis(15),
                    Duration.ofMillis(150),
                    Duration.ofNanos(58_000),
                    BitRate.ofMbps(3000));

    Duration dumpOf(ByteCount memory) {
        return dump.plus(times(dumpPerMiB, memory));
    }

    Duration lazyDumpOf(ByteCount memory) {
        return dump.plus(times(lazyPerMiB, memory));
    }

    Duration restoreOf(ByteCount memory) {
        return restore.plus(times(restorePerMiB, memory));
    }

    private static Duration times(Duration perMiB, ByteCount memory) {
        return Duration.ofNanos(Math.round(perMiB.toNanos() * (memory.bytes() / 1048576.0)));
    }
}
