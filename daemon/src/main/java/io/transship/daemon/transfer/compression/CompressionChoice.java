package io.transship.daemon.transfer.compression;

import java.util.Collection;
import java.util.OptionalDouble;

/**
 * Which level makes a transfer fastest. Compressing and sending go on at the same time (the kernel
 * sends what is in its buffer), so a plain byte takes as long as the slower of the two: 1/c to
 * compress it at c bytes a second, ratio/l to send it over a way of l bytes a second; 1/l if it is
 * sent as it is. A pure function.
 */
final class CompressionChoice {

    /** Bytes are sent as they are. */
    static final int NONE = 0;

    /**
     * Another level must be that much faster than the one in use, so that noise changes nothing.
     */
    static final double WORTHWHILE = 0.9;

    private CompressionChoice() {}

    /**
     * The level to use from now on.
     *
     * @param link bytes a second; empty while nothing is known: then whatever shrinks the bytes
     * @param measured levels
     * @param current the level in use, or {@link #NONE}
     */
    static int choose(OptionalDouble link, Collection<LevelFigures> measured, int current) {
        double rate = link.orElse(Double.MIN_NORMAL);
        int best = current;
        double bestCost = WORTHWHILE * cost(rate, measured, current);
        if (current != NONE && 1 / rate < bestCost) {
            best = NONE;
            bestCost = 1 / rate;
        }
        for (LevelFigures figures : measured) {
            double cost = cost(rate, figures);
            if (figures.level() != current && cost < bestCost) {
                best = figures.level();
                bestCost = cost;
            }
        }
        return best;
    }

    private static double cost(double link, Collection<LevelFigures> measured, int level) {
        return measured.stream()
                .filter(figures -> figures.level() == level)
                .mapToDouble(figures -> cost(link, figures))
                .findFirst()
                .orElse(1 / link);
    }

    /** Seconds that a plain byte takes. */
    private static double cost(double link, LevelFigures figures) {
        return Math.max(1 / figures.bytesPerSecond(), figures.ratio() / link);
    }
}
