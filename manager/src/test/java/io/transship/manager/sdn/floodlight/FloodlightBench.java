package io.transship.manager.sdn.floodlight;

import static org.awaitility.Awaitility.await;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.LinkCapacities;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A controller on a recorded Floodlight, with a clock that can be put forward. */
public final class FloodlightBench implements AutoCloseable {

    /** For everything that must come about sooner or later. */
    static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicLong skipped = new AtomicLong();

    /** Floodlight. */
    public final FloodlightStub floodlight = new FloodlightStub();

    /** Ours. */
    public final FloodlightController controller;

    /** A bench with the usual settings. */
    public FloodlightBench() {
        this(LinkCapacities.unstated(), Duration.ofSeconds(10));
    }

    FloodlightBench(LinkCapacities capacities, Duration replyTimeout) {
        controller =
                new FloodlightController(
                        new FloodlightSettings(
                                floodlight.url(), capacities, replyTimeout, Duration.ofMillis(30)),
                        InstantSource.system(),
                        () -> System.nanoTime() + skipped.get());
    }

    /** Begins, and waits for the first image. */
    public FloodlightBench start() {
        controller.start();
        await().atMost(LONG).until(() -> controller.describe().problem().isEmpty());
        return this;
    }

    /** Time passes. */
    public void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    FloodlightApi api() {
        return new FloodlightApi(
                new FloodlightClient(floodlight.url(), Duration.ofSeconds(10)),
                InstantSource.system());
    }

    /** A port by numbers. */
    public static ConnectPoint port(int dpid, int port) {
        return new ConnectPoint(new DatapathId(dpid), port);
    }

    /** What our entries in a switch are for: "route", "hold", "fence". */
    public List<String> kinds(int dpid) {
        return floodlight.network().entries().in(new DatapathId(dpid)).stream()
                .map(name -> name.split("-")[2])
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        controller.close();
        floodlight.close();
    }
}
