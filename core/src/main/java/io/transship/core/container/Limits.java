package io.transship.core.container;

import io.transship.core.model.ByteCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What a container may take of its host, besides memory.
 *
 * @param nanoCpus processors in thousand-millionths; 0: no limit
 * @param pids processes; 0: the engine's usual limit
 * @param sharedMemory size of /dev/shm; zero: the engine's usual one
 * @param ulimits limits of each process
 */
public record Limits(long nanoCpus, long pids, ByteCount sharedMemory, List<Ulimit> ulimits) {

    /** As the engine has it. */
    public static final Limits USUAL = new Limits(0, 0, ByteCount.ZERO, List.of());

    private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(100_000);

    /** Checks that nothing is negative. */
    public Limits {
        if (nanoCpus < 0 || pids < 0 || ulimits.size() > Texts.MOST) {
            throw new IllegalArgumentException("a limit is negative, or there are too many");
        }
        ulimits = List.copyOf(ulimits);
    }

    /**
     * Thousand-millionths of processors.
     *
     * @param text "1.5", as people write it
     */
    public static long nanoCpus(String text) {
        BigDecimal cpus;
        try {
            cpus = new BigDecimal(Texts.plain(text, "the number of processors"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number of processors", e);
        }
        if (cpus.signum() < 0 || cpus.compareTo(MOST_CPUS) > 0) {
            throw new IllegalArgumentException("'" + text + "' is not a number of processors");
        }
        return cpus.multiply(BILLION).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
