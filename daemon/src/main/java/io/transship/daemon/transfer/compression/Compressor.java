package io.transship.daemon.transfer.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Compresses a sender's chunks where that makes the whole faster: measures each level's speed and
 * ratio on the chunks themselves, tries again from time to time, and decides anew after each
 * measurement. Thread-safe, so that it may be closed while it works.
 */
public final class Compressor implements AutoCloseable {

    private static final int[] LEVELS = {1, 3, 6};
    private static final double NANOS = 1e9;

    /** Shorter chunks are not worth the call. */
    private static final int SHORTEST = 4 << 10;

    /** Shorter chunks of files say nothing about the speed of long ones. */
    private static final int MEASURABLE = 64 << 10;

    /** A chunk that shrinks less is sent as it is. */
    private static final double SHRINKS = 0.95;

    /** Chunks between two attempts while nothing is compressed: the bytes may have changed. */
    private static final int UNTIL_NEXT_TRIAL = 64;

    /** The same, when compressing is so much too slow for the link that only another link helps. */
    private static final int UNTIL_NEXT_HOPELESS = 1024;

    private static final double HOPELESS = 0.5;

    /**
     * While compressing is what limits: so many chunks, then a few plain ones to see the link's
     * speed.
     */
    private static final int UNTIL_NEXT_LOOK = 256;

    private static final int LOOK = 8;

    /**
     * A connection that has rested begins slowly, as a new one (RFC 5681, 4.1): its first bytes
     * take round trips, however fast the way is, and fewer of them if they are compressed.
     */
    private static final int SLOW_START = 1 << 20;

    private final LongSupplier nanoTime;
    private final int measurable;
    private final Map<Integer, LevelFigures> measured = new TreeMap<>();
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private OptionalDouble link = OptionalDouble.empty();
    private boolean saturated = true;
    private int current = CompressionChoice.NONE;
    private int untilTrial;
    private int untilLook = UNTIL_NEXT_LOOK;
    private int slowStart;
    private boolean closed;

    /** For chunks of files; {@code nanoTime}: a monotonic clock. */
    public Compressor(LongSupplier nanoTime) {
        this(nanoTime, MEASURABLE);
    }

    /**
     * For chunks that are all rather short.
     *
     * @param nanoTime a monotonic clock
     * @param measurable bytes of the shortest chunk whose speed counts
     */
    public Compressor(LongSupplier nanoTime, int measurable) {
        this.nanoTime = nanoTime;
        this.measurable = measurable;
    }

    /** The most bytes that {@link #pack} may write for a chunk. */
    public static int bound(int plain) {
        return Math.toIntExact(Zstd.compressBound(plain));
    }

    /**
     * What is known of the way to the target.
     *
     * @param bytesPerSecond that it takes, with the rate cap; empty: not known
     * @param limits whether it is the slow part at present
     */
    public synchronized void link(OptionalDouble bytesPerSecond, boolean limits) {
        link = bytesPerSecond;
        saturated = limits;
    }

    /** Nothing has been sent for a while. */
    public synchronized void rested() {
        slowStart = SLOW_START;
    }

    /**
     * Compresses a chunk, if that is worth it.
     *
     * @param into takes {@link #bound} bytes
     * @return how many bytes of {@code into} are to be sent instead; 0: the chunk as it is
     */
    public synchronized int pack(byte[] plain, int from, int length, byte[] into) {
        if (length < SHORTEST || closed) {
            return 0;
        }
        int level = level(length);
        if (level == CompressionChoice.NONE) {
            return 0;
        }
        context.setLevel(level);
        long begin = nanoTime.getAsLong();
        int packed = context.compressByteArray(into, 0, into.length, plain, from, length);
        if (length >= measurable) {
            measure(level, length, packed, nanoTime.getAsLong() - begin);
        }
        if (packed < SHRINKS * length) {
            return packed;
        }
        slowStart = 0;
        return 0;
    }

    private int level(int length) {
        int level = length < measurable ? current : next();
        if (slowStart <= 0) {
            return level;
        }
        slowStart -= length;
        return Math.max(level, LEVELS[0]);
    }

    private void measure(int level, int length, int packed, long nanos) {
        double speed = length / (Math.max(nanos, 1) / NANOS);
        double ratio = (double) packed / length;
        measured.merge(
                level, new LevelFigures(level, speed, ratio), (old, _) -> old.and(speed, ratio));
        current = CompressionChoice.choose(link, measured.values(), current);
    }

    /** The level for this chunk: the one in use, or one that is to be tried. */
    private int next() {
        if (--untilTrial <= 0) {
            untilTrial = trialInterval();
            return trial();
        }
        if (current != CompressionChoice.NONE && !saturated && --untilLook <= LOOK) {
            untilLook = untilLook <= 0 ? UNTIL_NEXT_LOOK : untilLook;
            return CompressionChoice.NONE;
        }
        return current;
    }

    private int trialInterval() {
        LevelFigures fastest = measured.get(LEVELS[0]);
        boolean hopeless =
                fastest != null
                        && link.isPresent()
                        && fastest.bytesPerSecond() < HOPELESS * link.getAsDouble();
        return hopeless ? UNTIL_NEXT_HOPELESS : UNTIL_NEXT_TRIAL;
    }

    /**
     * The next level up if there is time for it, else the one in use; the fastest if there is none.
     */
    private int trial() {
        LevelFigures now = measured.get(current);
        if (now == null) {
            return LEVELS[0];
        }
        boolean idle =
                link.isPresent() && now.bytesPerSecond() * now.ratio() > 2 * link.getAsDouble();
        for (int level : LEVELS) {
            if (idle && level > current) {
                return level;
            }
        }
        return current;
    }

    /** The level in use; 0: none. */
    public synchronized int level() {
        return current;
    }

    @Override
    public synchronized void close() {
        closed = true;
        context.close();
    }
}
