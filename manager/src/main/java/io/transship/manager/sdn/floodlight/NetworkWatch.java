package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Topology;
import io.transship.manager.sdn.floodlight.FloodlightApi.Cable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at Floodlight's network again and again on a thread of its own, so that nobody else waits
 * for it. A network that was not seen for a while is not known any more. Thread-safe.
 */
final class NetworkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);

    /** An image that is older tells nothing of now. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(5);

    /** A port's speed is taken for this when neither it nor the configuration says one. */
    private static final BitRate UNSTATED = BitRate.ofMbps(1000);

    /** Speeds hardly ever change while a switch stays connected. */
    private static final int SPEEDS_ANEW_AFTER = 30;

    private record Speeds(long connectedSince, Map<Integer, BitRate> ports) {}

    private final FloodlightApi api;
    private final FloodlightSettings settings;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("floodlight").daemon().factory());
    private final Map<DatapathId, Speeds> speeds = new HashMap<>();
    private Duration uptime = Duration.ZERO;
    private int looks;

    private volatile NetworkImage image = NetworkImage.NONE;
    private volatile long seenAt;
    private volatile Optional<String> problem = Optional.of("it has not answered yet");

    NetworkWatch(FloodlightApi api, FloodlightSettings settings, LongSupplier nanoTime) {
        this.api = api;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Looks at once and then again and again; each image is shown to {@code then}. */
    void start(Consumer<NetworkImage> then) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> lookQuietly(then),
                        0,
                        settings.refresh().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void lookQuietly(Consumer<NetworkImage> then) {
        try {
            then.accept(look());
        } catch (TransshipException e) {
            LOG.debug("{}", e.line());
        } catch (RuntimeException e) {
            LOG.error("looking at Floodlight's network failed; it goes on", e);
        }
    }

    /** The newest image; one without anything if there is none that tells of now. */
    NetworkImage image() {
        boolean old = nanoTime.getAsLong() - seenAt > FORGOTTEN_AFTER.toNanos();
        return problem.isPresent() && old ? NetworkImage.NONE : image;
    }

    /** Why Floodlight could not be asked the last time, if it could not. */
    Optional<String> problem() {
        return problem;
    }

    /**
     * Looks now.
     *
     * @throws TransshipException if Floodlight does not answer, or not sensibly
     */
    synchronized NetworkImage look() {
        try {
            noteRestart(api.uptime());
            Map<DatapathId, Long> switches = api.switches();
            refreshSpeeds(switches);
            NetworkImage seen =
                    new NetworkImage(topology(switches.keySet(), api.cables()), api.devices());
            problem.ifPresent(
                    before -> LOG.info("Floodlight at {} answers: {}", settings.url(), before));
            image = seen;
            seenAt = nanoTime.getAsLong();
            problem = Optional.empty();
            return seen;
        } catch (TransshipException e) {
            if (problem.isEmpty()) {
                LOG.warn("{}", e.line());
            }
            problem = Optional.of(e.line());
            throw e;
        }
    }

    private void noteRestart(Duration now) {
        if (now.compareTo(uptime) < 0) {
            LOG.warn(
                    "Floodlight at {} was started anew and has forgotten hosts and entries; ours"
                            + " are put back",
                    settings.url());
            speeds.clear();
        }
        uptime = now;
    }

    private void refreshSpeeds(Map<DatapathId, Long> switches) {
        if (looks++ % SPEEDS_ANEW_AFTER == 0) {
            speeds.clear();
        }
        speeds.keySet().retainAll(switches.keySet());
        switches.forEach(
                (datapath, since) -> {
                    Speeds known = speeds.get(datapath);
                    if (known == null || known.connectedSince() != since) {
                        speedsOf(datapath)
                                .ifPresent(ports -> speeds.put(datapath, new Speeds(since, ports)));
                    }
                });
    }

    /** A switch that is silent just now has no speeds; the rest of the network is seen. */
    private Optional<Map<Integer, BitRate>> speedsOf(DatapathId datapath) {
        try {
            return Optional.of(api.speeds(datapath));
        } catch (TransshipException e) {
            LOG.debug("{}", e.line());
            return Optional.empty();
        }
    }

    /** A link whose switch has left between two questions is left out, and so is a loop. */
    private Topology topology(Set<DatapathId> switches, List<Cable> cables) {
        List<Link> links = new ArrayList<>();
        for (Cable cable : cables) {
            DatapathId from = cable.from().datapath();
            DatapathId to = cable.to().datapath();
            if (switches.contains(from) && switches.contains(to) && !from.equals(to)) {
                links.add(
                        new Link(
                                cable.from(),
                                cable.to(),
                                capacity(cable),
                                Optional.of(cable.latency())));
            }
        }
        return new Topology(switches, links);
    }

    private BitRate capacity(Cable cable) {
        BitRate stated =
                settings.capacities()
                        .betweenSwitches()
                        .get(Set.of(cable.from().datapath(), cable.to().datapath()));
        return Optional.ofNullable(stated)
                .or(() -> speed(cable.from()).map(one -> one.min(speed(cable.to()).orElse(one))))
                .orElse(UNSTATED);
    }

    private Optional<BitRate> speed(ConnectPoint at) {
        return Optional.ofNullable(speeds.get(at.datapath()))
                .map(known -> known.ports().get(at.port()))
                .filter(Objects::nonNull);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
