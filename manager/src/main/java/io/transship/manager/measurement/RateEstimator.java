package io.transship.manager.measurement;

import io.transship.core.model.BitRate;
import io.transship.core.view.PortLoad;
import io.transship.manager.sdn.PortSample;
import java.time.Duration;
import java.util.Optional;

/**
 * From two readings of a port's counters to its load. What can't be known is empty, never zero: a
 * counter that fell was reset (64 bits don't wrap in a century of 10 Gbit/s), and an interval with
 * missing answers says nothing about now.
 */
final class RateEstimator {

    private RateEstimator() {}

    /**
     * The load between two readings of the same port.
     *
     * @param longest interval that still tells of now
     */
    static Optional<PortLoad> between(PortSample earlier, PortSample later, Duration longest) {
        Duration interval = Duration.between(earlier.at(), later.at());
        boolean reset = later.rxBytes() < earlier.rxBytes() || later.txBytes() < earlier.txBytes();
        if (!interval.isPositive() || interval.compareTo(longest) > 0 || reset) {
            return Optional.empty();
        }
        return Optional.of(
                new PortLoad(
                        later.port(),
                        later.at(),
                        rate(later.rxBytes() - earlier.rxBytes(), interval),
                        rate(later.txBytes() - earlier.txBytes(), interval)));
    }

    private static BitRate rate(long bytes, Duration interval) {
        return new BitRate(Math.round(bytes * 8.0 * 1e9 / interval.toNanos()));
    }
}
