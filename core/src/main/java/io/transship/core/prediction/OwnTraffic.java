package io.transship.core.prediction;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a move itself has sent so far. The loads that switches count contain it: a move that is
 * bounded by what its path has left would otherwise shrink its own bound, period by period.
 *
 * @param readings from the first to the last
 */
public record OwnTraffic(List<Reading> readings) {

    /** Nothing was sent. */
    public static final OwnTraffic NONE = new OwnTraffic(List.of());

    /** Loads that were measured earlier are not looked at any more. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    /**
     * The count at one moment.
     *
     * @param at when it was read
     * @param bytes sent until then, without headers
     */
    public record Reading(Instant at, long bytes) {}

    /** Copies the list. */
    public OwnTraffic {
        readings = List.copyOf(readings);
    }

    /**
     * With one more reading; one that is not later than the last is left out, and one that is less,
     * as of a session that is over.
     */
    public OwnTraffic with(Instant at, long bytes) {
        if (!readings.isEmpty()
                && (!at.isAfter(readings.getLast().at()) || bytes < readings.getLast().bytes())) {
            return this;
        }
        return new OwnTraffic(
                Stream.concat(
                                readings.stream().filter(each -> each.at().isAfter(at.minus(KEPT))),
                                Stream.of(new Reading(at, bytes)))
                        .toList());
    }

    /**
     * What it took of each link between two moments, headers included. Between two readings it is
     * taken to have sent evenly, before the first and after the last nothing.
     */
    public BitRate rate(Instant from, Instant to) {
        if (!to.isAfter(from)) {
            return BitRate.ZERO;
        }
        double bits = Math.max(0, bytesUntil(to) - bytesUntil(from)) * 8 / SendingRate.PAYLOAD;
        return new BitRate(Math.round(bits * 1e9 / Duration.between(from, to).toNanos()));
    }

    private double bytesUntil(Instant moment) {
        if (readings.isEmpty()) {
            return 0;
        }
        Reading before = readings.getFirst();
        for (Reading after : readings) {
            if (after.at().isAfter(moment)) {
                Duration whole = Duration.between(before.at(), after.at());
                double part =
                        whole.isPositive()
                                ? (double) Duration.between(before.at(), moment).toNanos()
                                        / whole.toNanos()
                                : 0;
                return before.bytes() + part * (after.bytes() - before.bytes());
            }
            before = after;
        }
        return before.bytes();
    }

    /**
     * The view as if the move sent nothing.
     *
     * @param measured how long the loads were measured each
     */
    public NetworkView takenFrom(
            NetworkView view, HostId source, HostId target, Duration measured) {
        SortedMap<ConnectPoint, PortLoad> loads = new TreeMap<>(view.loads());
        view.path(source, target).ifPresent(path -> take(path, loads, measured));
        return view.withLoads(loads);
    }

    private void take(Path path, SortedMap<ConnectPoint, PortLoad> loads, Duration measured) {
        loads.computeIfPresent(path.source(), (port, load) -> received(load, measured));
        for (Link link : path.links()) {
            loads.computeIfPresent(link.from(), (port, load) -> sent(load, measured));
            loads.computeIfPresent(link.to(), (port, load) -> received(load, measured));
        }
        loads.computeIfPresent(path.target(), (port, load) -> sent(load, measured));
    }

    private PortLoad received(PortLoad load, Duration measured) {
        BitRate own = rate(load.at().minus(measured), load.at());
        return new PortLoad(load.port(), load.at(), load.rx().minus(own), load.tx());
    }

    private PortLoad sent(PortLoad load, Duration measured) {
        BitRate own = rate(load.at().minus(measured), load.at());
        return new PortLoad(load.port(), load.at(), load.rx(), load.tx().minus(own));
    }
}
