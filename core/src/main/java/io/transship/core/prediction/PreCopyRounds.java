package io.transship.core.prediction;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.util.ArrayList;
import java.util.List;

/**
 * The rounds of a pre-copy: each sends what changed while the one before was sent, so that the
 * sizes form a geometric series with the ratio dirty rate ÷ sending rate.
 *
 * @param sent bytes of each round while the source runs
 * @param rest what is left for the freeze
 */
public record PreCopyRounds(List<ByteCount> sent, ByteCount rest) {

    /** So many rounds at the most. */
    public static final int MOST = 8;

    /** A rest that small is not worth another round. */
    public static final ByteCount SMALL = ByteCount.ofMiB(1);

    /** A round must leave less than this share of the one before, else rounds do not help. */
    public static final double GAIN = 0.8;

    /** Copies the list. */
    public PreCopyRounds {
        sent = List.copyOf(sent);
    }

    /**
     * The rounds for a steady dirty rate.
     *
     * @param dirtyPerSecond bytes a second; never more than all of the memory is dirty
     * @param rate not zero
     */
    public static PreCopyRounds of(ByteCount memory, ByteCount dirtyPerSecond, BitRate rate) {
        List<ByteCount> sent = new ArrayList<>();
        ByteCount before = memory;
        ByteCount rest = memory;
        do {
            sent.add(rest);
            before = rest;
            rest = changedDuring(before, dirtyPerSecond, rate, memory);
        } while (!stops(sent.size(), before, rest));
        return new PreCopyRounds(sent, rest);
    }

    /**
     * Whether the freeze comes now.
     *
     * @param rounds made so far
     * @param before what the last round sent
     * @param rest what has changed meanwhile
     */
    public static boolean stops(int rounds, ByteCount before, ByteCount rest) {
        return rounds >= MOST || rest.compareTo(SMALL) <= 0 || rest.bytes() > before.bytes() * GAIN;
    }

    private static ByteCount changedDuring(
            ByteCount round, ByteCount dirtyPerSecond, BitRate rate, ByteCount memory) {
        double seconds = round.bytes() * 8.0 / rate.bps();
        return new ByteCount(
                Math.min(memory.bytes(), Math.round(dirtyPerSecond.bytes() * seconds)));
    }

    /** Bytes of all rounds and the rest. */
    public ByteCount total() {
        return new ByteCount(sent.stream().mapToLong(ByteCount::bytes).sum() + rest.bytes());
    }
}
