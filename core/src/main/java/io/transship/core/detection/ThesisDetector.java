package io.transship.core.detection;

import io.transship.core.detection.Evidence.GrowthEvidence;
import io.transship.core.detection.Evidence.PortEvidence;
import io.transship.core.detection.Evidence.SwitchEvidence;
import io.transship.core.model.DatapathId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.NetworkView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The thesis' way to the migration source (5.4, 6.1.1): algorithm 1 finds the heavy set in default
 * mode; the set is then watched in customized mode for {@code customizedMonitorTime}; algorithm 2
 * picks the switch whose traffic goes on growing, and its busiest port that leads to a container.
 *
 * <p>A watched set in which nothing qualifies, but that is heavy still, is watched again at once.
 */
public final class ThesisDetector implements Detector {

    /** The name in the configuration file. */
    public static final String NAME = "thesis";

    private final DetectionSettings settings;
    private final HeavySwitches heavySwitches;
    private final GrowingSwitch growingSwitch;
    private final Optional<Session> session;

    private record Session(SortedSet<DatapathId> switches, Instant since, Instant until) {}

    /** A detector that watches nothing yet. */
    public ThesisDetector(DetectionSettings settings) {
        this(settings, Optional.empty());
    }

    private ThesisDetector(DetectionSettings settings, Optional<Session> session) {
        this.settings = settings;
        this.heavySwitches = new HeavySwitches(settings);
        this.growingSwitch = new GrowingSwitch(settings);
        this.session = session;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Detector reset() {
        return new ThesisDetector(settings);
    }

    @Override
    public Step step(NetworkView view, AggregateHistory history, Instant now) {
        List<SwitchEvidence> judged = heavySwitches.judge(view, history, now);
        if (session.isEmpty()) {
            return look(judged, List.of(), now);
        }
        if (now.isBefore(session.get().until())) {
            return new Step(watch(session.get(), new Evidence(judged, List.of(), List.of())), this);
        }
        return conclude(session.get(), judged, view, history, now);
    }

    /** Algorithm 1. */
    private Step look(List<SwitchEvidence> judged, List<GrowthEvidence> growth, Instant now) {
        Evidence evidence = new Evidence(judged, growth, List.of());
        SortedSet<DatapathId> heavy =
                judged.stream()
                        .filter(SwitchEvidence::heavy)
                        .map(SwitchEvidence::datapath)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (heavy.isEmpty()) {
            String reason = "No switch with a container is over both thresholds.";
            return new Step(new Detection.Quiet(reason, evidence), reset());
        }
        Session next = new Session(heavy, now, now.plus(settings.customizedMonitorTime()));
        return new Step(watch(next, evidence), new ThesisDetector(settings, Optional.of(next)));
    }

    /** Algorithm 2. */
    private Step conclude(
            Session ended,
            List<SwitchEvidence> judged,
            NetworkView view,
            AggregateHistory history,
            Instant now) {
        List<GrowthEvidence> growth = growingSwitch.judge(ended.switches(), history, ended.since());
        Optional<DatapathId> best = GrowingSwitch.best(growth);
        if (best.isPresent()) {
            List<PortEvidence> ports = SourcePort.judge(best.get(), view);
            Optional<PortEvidence> port = SourcePort.best(ports);
            if (port.isPresent()) {
                Evidence evidence = new Evidence(judged, growth, ports);
                Instant overSince = heavySwitches.overSince(history.of(best.get()), ended.since());
                return new Step(found(port.get(), view, overSince, evidence), reset());
            }
        }
        return look(judged, growth, now);
    }

    private static Detection found(
            PortEvidence port, NetworkView view, Instant overSince, Evidence evidence) {
        MoveSource source =
                new MoveSource(view.placement().containersOn(port.host()).getFirst(), port.host());
        return new Detection.Found(source, port.port(), overSince, evidence);
    }

    private static Detection watch(Session session, Evidence evidence) {
        return new Detection.Watch(session.switches(), session.since(), session.until(), evidence);
    }
}
