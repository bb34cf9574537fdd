package io.transship.core.limits;

import io.transship.core.effect.Gain;
import io.transship.core.effect.MoveEffects;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a move promises enough; asked of the target that a policy has chosen. */
public final class GainRules {

    /**
     * The load of a container that fills its link wavers by some percent; a place that is as good
     * as that is no worse.
     */
    private static final double WAVERING = 0.1;

    private final MoveLimits limits;

    /** The rules with these numbers. */
    public GainRules(MoveLimits limits) {
        this.limits = limits;
    }

    /**
     * What speaks against the move.
     *
     * @param relieves whether detection has asked for it, so that it must gain something and
     *     overload nothing
     */
    public Optional<Objection> objection(
            MoveSource source,
            HostId target,
            NetworkView view,
            boolean relieves,
            Circumstances circumstances) {
        MoveEffects effects = MoveEffects.of(source, target, view);
        Optional<Gain> gain = effects.gain();
        Optional<Objection> useless =
                relieves ? little(gain).or(() -> overload(effects)) : Optional.empty();
        if (useless.isPresent()) {
            return useless;
        }
        if (gain.filter(each -> each.share() >= limits.returnGain()).isPresent()) {
            return Optional.empty();
        }
        return returns(source, target, gain, circumstances)
                .or(() -> exchange(source, target, view, circumstances));
    }

    private Optional<Objection> little(Optional<Gain> gain) {
        return gain.filter(each -> each.share() < limits.leastGain())
                .map(
                        _ ->
                                new Objection(
                                        Rule.LEAST_GAIN,
                                        words(gain)
                                                + "; "
                                                + percent(limits.leastGain())
                                                + " is asked"));
    }

    /** The container's own traffic is part of what is predicted, but not of the gain. */
    private Optional<Objection> overload(MoveEffects effects) {
        return effects.crowding()
                .filter(each -> each.filled().shareAfter() > limits.mostLoad())
                .filter(each -> each.excess() > WAVERING)
                .map(
                        each ->
                                new Objection(
                                        Rule.MOST_LOAD,
                                        "it would fill %s to %s, more than the %s of %s that it relieves"
                                                .formatted(
                                                        each.filled().name(),
                                                        percent(each.filled().shareAfter()),
                                                        percent(each.relieved().shareBefore()),
                                                        each.relieved().name())));
    }

    private Optional<Objection> returns(
            MoveSource source, HostId target, Optional<Gain> gain, Circumstances circumstances) {
        return circumstances
                .history()
                .left(source.container(), target)
                .filter(left -> circumstances.now().isBefore(left.plus(limits.returnAfter())))
                .map(
                        left ->
                                new Objection(
                                        Rule.RETURN_GAIN,
                                        "%s left it %s ago; a return within %s must gain %s: %s"
                                                .formatted(
                                                        source.container(),
                                                        HostRules.words(left, circumstances.now()),
                                                        HostRules.words(limits.returnAfter()),
                                                        percent(limits.returnGain()),
                                                        words(gain))));
    }

    /** Another container has lately come the other way, from that edge of the network to this. */
    private Optional<Objection> exchange(
            MoveSource source, HostId target, NetworkView view, Circumstances circumstances) {
        Optional<DatapathId> here = edge(source.host(), view);
        Optional<DatapathId> there = edge(target, view);
        if (here.isEmpty() || there.isEmpty() || here.equals(there)) {
            return Optional.empty();
        }
        Instant since = circumstances.now().minus(limits.cycleWindow());
        List<MadeMove> others = circumstances.history().ofOthers(source.container(), since);
        return others.stream()
                .filter(
                        move ->
                                edge(move.source(), view).equals(there)
                                        && edge(move.target(), view).equals(here))
                .findFirst()
                .map(
                        move ->
                                new Objection(
                                        Rule.EXCHANGE,
                                        "%s came the other way, %s -> %s, %s ago"
                                                .formatted(
                                                        move.container(),
                                                        move.source(),
                                                        move.target(),
                                                        HostRules.words(
                                                                move.last(),
                                                                circumstances.now()))));
    }

    private static Optional<DatapathId> edge(HostId host, NetworkView view) {
        return view.host(host).flatMap(Host::at).map(at -> at.datapath());
    }

    private static String words(Optional<Gain> gain) {
        return gain.map(
                        each ->
                                "it would leave %s at %s and join %s at %s, %s less"
                                        .formatted(
                                                each.left().name(),
                                                percent(each.left().shareBefore()),
                                                each.joined().name(),
                                                percent(each.joined().shareBefore()),
                                                percent(each.share())))
                .orElse("its gain is not known");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
