package io.transship.core.detection;

import io.transship.core.detection.Evidence.PortEvidence;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the container behind the port whose smoothed load has been over a share of its capacity for
 * a time. Needs no packet counts tuned to the network. What it sees between two steps counts: a
 * load that fell below the share in between begins its time anew.
 */
public final class UtilisationDetector implements Detector, LoadObserver {

    /** The name in the configuration file. */
    public static final String NAME = "utilisation";

    private final UtilisationSettings settings;
    private final Map<ConnectPoint, Smoothed> ports;

    /** The smoothed share of one port, and since when it has been over the bar. */
    private record Smoothed(Instant at, double share, Optional<Instant> overSince) {}

    private record Overload(Host host, ConnectPoint port, Smoothed smoothed) {}

    /** A detector that has seen nothing yet. */
    public UtilisationDetector(UtilisationSettings settings) {
        this(settings, Map.of());
    }

    private UtilisationDetector(UtilisationSettings settings, Map<ConnectPoint, Smoothed> ports) {
        this.settings = settings;
        this.ports = ports;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Detector reset() {
        return new UtilisationDetector(settings);
    }

    @Override
    public Detector observe(NetworkView view) {
        return remembering(look(view));
    }

    private Detector remembering(List<Overload> seen) {
        Map<ConnectPoint, Smoothed> next = new TreeMap<>();
        seen.forEach(each -> next.put(each.port(), each.smoothed()));
        return new UtilisationDetector(settings, next);
    }

    private List<Overload> look(NetworkView view) {
        List<Overload> seen = new ArrayList<>();
        for (Host host : view.busyHosts()) {
            Optional<PortLoad> load = host.at().flatMap(view::load);
            if (load.isPresent() && host.accessCapacity().filter(c -> c.bps() > 0).isPresent()) {
                double share = load.get().busier().bps() / (double) capacity(host).bps();
                Smoothed smoothed = smooth(load.get().port(), load.get().at(), share);
                seen.add(new Overload(host, load.get().port(), smoothed));
            }
        }
        return seen;
    }

    @Override
    public Step step(NetworkView view, AggregateHistory history, Instant now) {
        List<Overload> overloads = look(view);
        Optional<Overload> worst =
                overloads.stream()
                        .filter(overload -> isOverloaded(overload.smoothed()))
                        .max(Comparator.comparing(overload -> overload.smoothed().share()));
        Evidence evidence = evidence(overloads, view);
        if (worst.isEmpty()) {
            String reason = "No port of a container's host has been overloaded for long enough.";
            return new Step(new Detection.Quiet(reason, evidence), remembering(overloads));
        }
        return new Step(found(worst.get(), view, evidence), reset());
    }

    private Smoothed smooth(ConnectPoint port, Instant at, double share) {
        Smoothed before = ports.get(port);
        if (before == null) {
            return new Smoothed(at, share, over(share, at));
        }
        if (!at.isAfter(before.at())) {
            return before;
        }
        double seconds = Duration.between(before.at(), at).toNanos() / 1e9;
        double constant = Math.max(settings.smoothing().toNanos() / 1e9, 1e-9);
        double weight = 1 - Math.exp(-seconds / constant);
        double smoothed = before.share() + weight * (share - before.share());
        Optional<Instant> overSince = over(smoothed, before.overSince().orElse(at));
        return new Smoothed(at, smoothed, overSince);
    }

    private Optional<Instant> over(double share, Instant since) {
        return share > settings.share() ? Optional.of(since) : Optional.empty();
    }

    private boolean isOverloaded(Smoothed smoothed) {
        return smoothed.overSince()
                .filter(since -> !smoothed.at().isBefore(since.plus(settings.time())))
                .isPresent();
    }

    private static Detection found(Overload worst, NetworkView view, Evidence evidence) {
        return new Detection.Found(
                new MoveSource(
                        view.placement().containersOn(worst.host().id()).getFirst(),
                        worst.host().id()),
                worst.port(),
                worst.smoothed().overSince().orElseThrow(),
                evidence);
    }

    private static Evidence evidence(List<Overload> overloads, NetworkView view) {
        List<PortEvidence> ports =
                overloads.stream().map(overload -> evidence(overload, view)).toList();
        return new Evidence(List.of(), List.of(), ports);
    }

    private static PortEvidence evidence(Overload overload, NetworkView view) {
        BitRate load = view.load(overload.port()).orElseThrow().busier();
        return new PortEvidence(
                overload.port(),
                overload.host().id(),
                Optional.of(load),
                Optional.of(capacity(overload.host()).minus(load)));
    }

    private static BitRate capacity(Host host) {
        return host.accessCapacity().orElseThrow();
    }
}
