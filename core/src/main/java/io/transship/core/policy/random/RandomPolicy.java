package io.transship.core.policy.random;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.Score;
import io.transship.core.policy.StayReason;
import io.transship.core.policy.Targets;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Moves a container of a random busy host to a random free host, whatever the traffic.
 *
 * <p>Source: thesis 6.1.1, "Random". Thesis 5.4 draws the source from the free hosts and the target
 * from the busy ones, a slip: 6.1 and 7.2 have it the right way round. A source that is given is
 * kept, so that one container can be sent to a random host.
 */
public final class RandomPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "random";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsSource() {
        return false;
    }

    @Override
    public Decision decide(Evaluation evaluation, NetworkView view) {
        RandomGenerator random = evaluation.random();
        Optional<MoveSource> source = evaluation.source().or(() -> draw(view, random));
        if (source.isEmpty()) {
            return new Decision.Stay(
                    StayReason.NO_SOURCE,
                    new Explanation(
                            NAME, evaluation.seed(), "No host runs a container.", List.of()));
        }
        Targets targets = Targets.of(source.get().host(), view);
        if (targets.free().isEmpty()) {
            String summary = "No host is free to take " + source.get().container() + ".";
            return new Decision.Stay(
                    StayReason.NO_FREE_HOST,
                    new Explanation(NAME, evaluation.seed(), summary, targets.refused()));
        }
        return move(source.get(), targets, random, evaluation.seed());
    }

    private static Optional<MoveSource> draw(NetworkView view, RandomGenerator random) {
        List<Host> busy = view.busyHosts();
        if (busy.isEmpty()) {
            return Optional.empty();
        }
        HostId host = busy.get(random.nextInt(busy.size())).id();
        List<ContainerId> containers = view.placement().containersOn(host);
        return Optional.of(new MoveSource(containers.get(random.nextInt(containers.size())), host));
    }

    private static Decision move(
            MoveSource source, Targets targets, RandomGenerator random, long seed) {
        List<HostId> free = targets.free();
        HostId target = free.get(random.nextInt(free.size()));
        Score chance = Score.chance(free.size());
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(Candidate.chosen(target, chance, "was drawn from the free hosts"));
        free.stream()
                .filter(host -> !host.equals(target))
                .map(host -> Candidate.lost(host, chance, "was not drawn"))
                .forEach(candidates::add);
        candidates.addAll(targets.refused());
        String summary =
                "%s was drawn from the busy hosts' containers and %s from %d free hosts."
                        .formatted(source.container(), target, free.size());
        return new Decision.Move(
                source.container(),
                source.host(),
                target,
                new Explanation(NAME, seed, summary, candidates));
    }
}
