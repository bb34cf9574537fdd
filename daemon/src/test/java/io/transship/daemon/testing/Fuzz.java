package io.transship.daemon.testing;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Feeds a decoder with broken inputs: good samples that are flipped, cut, spliced and blown up, and
 * noise. Nothing but a refusal (TransshipException, IOException, or what the decoder's contract
 * names) may come of it, within bounded time and memory. The same seed gives the same inputs:
 * {@code -Dtransship.fuzz.seed=S}; {@code -Dtransship.fuzz.times=N} makes it N times as many.
 */
public final class Fuzz {

    /** Inputs before the first that is measured: refusals have classes of their own, too. */
    private static final int UNMEASURED = 16;

    private static final long SEED = Long.getLong("transship.fuzz.seed", 20_261_129L);
    private static final int TIMES = Integer.getInteger("transship.fuzz.times", 1);
    private static final long HANGS_AFTER_MS = 30_000;
    private static final int SHOWN = 2000;
    private static final int LONGEST = 1 << 16;
    private static final int[] TELLING = {
        0,
        1,
        -1,
        2,
        7,
        8,
        127,
        128,
        255,
        256,
        511,
        512,
        4096,
        65_535,
        1 << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0x3039_3030,
        0x7b22_7d22
    };

    private final String name;
    private final List<byte[]> samples;
    private final long mostAllocated;
    private final Class<? extends Exception> refusal;
    private volatile int index = -1;
    private volatile byte[] input = new byte[0];

    private Fuzz(
            String name,
            List<byte[]> samples,
            long mostAllocated,
            Class<? extends Exception> refusal) {
        this.name = name;
        this.samples = samples;
        this.mostAllocated = mostAllocated;
        this.refusal = refusal;
    }

    /** What is tried; it may throw what it likes, and is judged by that. */
    @FunctionalInterface
    public interface Decoder {
        /** Decodes all of the input. */
        void decode(byte[] input) throws Exception;
    }

    /**
     * A decoder by its name, with good inputs.
     *
     * @param mostAllocated bytes that one input may make it allocate, in sum
     */
    public static Fuzz of(String name, long mostAllocated, byte[]... samples) {
        return new Fuzz(name, List.of(samples), mostAllocated, TransshipException.class);
    }

    /** The same; its contract is to refuse by such exceptions, too. */
    public Fuzz refusing(Class<? extends Exception> by) {
        return new Fuzz(name, samples, mostAllocated, by);
    }

    /** Tries so many inputs, on a thread of its own. */
    public void run(int inputs, Decoder decoder) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().daemon().unstarted(() -> all(inputs, decoder, failure));
        thread.start();
        int before = -1;
        while (!thread.join(Duration.ofMillis(HANGS_AFTER_MS))) {
            if (index == before) {
                throw new AssertionError(
                        where() + " hangs at " + Arrays.toString(thread.getStackTrace()));
            }
            before = index;
        }
        if (failure.get() != null) {
            throw new AssertionError(where(), failure.get());
        }
    }

    private void all(int inputs, Decoder decoder, AtomicReference<Throwable> failure) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            // What classes need at their first use is not the input's doing.
            for (byte[] sample : samples) {
                input = sample.clone();
                one(decoder);
            }
            for (int i = 1; i <= UNMEASURED; i++) {
                input = input(new SplittableRandom(SEED * 31 - i));
                one(decoder);
            }
            for (int i = 0; i < inputs * TIMES; i++) {
                input = input(new SplittableRandom(SEED * 31 + i));
                index = i;
                long before = threads.getCurrentThreadAllocatedBytes();
                one(decoder);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                if (allocated > mostAllocated) {
                    throw new IllegalStateException("it allocated " + allocated + " bytes");
                }
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void one(Decoder decoder) throws Exception {
        try {
            decoder.decode(input);
        } catch (TransshipException | IOException expected) {
            return;
        } catch (Exception e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
        }
    }

    private String where() {
        byte[] bytes = input;
        return name
                + ", input "
                + index
                + " of seed "
                + SEED
                + ", "
                + bytes.length
                + " bytes: "
                + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN));
    }

    private byte[] input(SplittableRandom random) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
        int changes = kind == 1 ? 0 : 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return new byte[1 + random.nextInt(8)];
        }
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(bytes.length - at, 1 + random.nextInt(600)));
        return switch (random.nextInt(9)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
            case 1 -> with(bytes, at, (byte) random.nextInt(256));
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> spliced(bytes, at, bytes, Math.min(bytes.length, at + length));
            case 4 -> bounded(spliced(bytes, at + length, bytes, at));
            case 5 -> {
                byte[] other = samples.get(random.nextInt(samples.size()));
                yield bounded(spliced(bytes, at, other, random.nextInt(other.length + 1)));
            }
            case 6 -> number(bytes, at, TELLING[random.nextInt(TELLING.length)], 4);
            case 7 -> number(bytes, at, TELLING[random.nextInt(TELLING.length)], 8);
            default -> text(bytes, at, random);
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] spliced(byte[] head, int until, byte[] tail, int from) {
        byte[] all = Arrays.copyOf(head, until + tail.length - from);
        System.arraycopy(tail, from, all, until, tail.length - from);
        return all;
    }

    private static byte[] bounded(byte[] bytes) {
        return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
    }

    private static byte[] number(byte[] bytes, int at, long value, int size) {
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> 8 * (size - 1 - i));
        }
        return bytes;
    }

    /** Digits and signs where a text has them: sizes grow, names lead elsewhere. */
    private static byte[] text(byte[] bytes, int at, SplittableRandom random) {
        String[] words = {
            "99999999999", "-1", "../../x", "/x", "\0", "\n", "[[[[[[", "{", "\"", "e9"
        };
        byte[] word = words[random.nextInt(words.length)].getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(word, 0, bytes, at, Math.min(word.length, bytes.length - at));
        return bytes;
    }
}
