package io.transship.manager.measurement;

import io.transship.core.model.BitRate;
import io.transship.core.view.PortLoad;
import io.transship.manager.sdn.PortSample;
import java.time.Duration;
import java.util.Optional;

/**
 * From two readings of a port's counters to its load. What can't be known is empty, never zero: a
 * counter that fell was reset, or it wrapped: 64 bits don't in a century of 10 Gbit/s, but a switch
 * may count with fewer. A port that is younger than the earlier reading began anew, whatever it has
 * counted since. An interval with missing answers says nothing about now.
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
        if (!interval.isPositive() || interval.compareTo(longest) > 0 || began(later, interval)) {
            return Optional.empty();
        }
        if (fell(earlier.rxBytes(), later.rxBytes()) || fell(earlier.txBytes(), later.txBytes())) {
            return Optional.empty();
        }
        return Optional.of(
                new PortLoad(
                        later.port(),
                        later.at(),
                        rate(later.rxBytes() - earlier.rxBytes(), interval),
                        rate(later.txBytes() - earlier.txBytes(), interval)));
    }

    private static boolean fell(long earlier, long later) {
        return Long.compareUnsigned(later, earlier) < 0;
    }

    /** Within the interval; a port says its age in whole seconds. */
    private static boolean began(PortSample later, Duration interval) {
        return later.alive().filter(age -> age.plusSeconds(1).compareTo(interval) < 0).isPresent();
    }

    private static BitRate rate(long bytes, Duration interval) {
        return new BitRate(Math.round(bytes * 8.0 * 1e9 / interval.toNanos()));
    }
}
