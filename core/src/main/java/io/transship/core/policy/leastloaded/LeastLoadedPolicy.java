package io.transship.core.policy.leastloaded;

import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.core.policy.Contest;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Judgement;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.Score;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import java.util.Locale;
import java.util.Optional;

/**
 * Moves the container to the free host whose scarcer resource is least used: {@code max(share of
 * the processors' time that is busy, share of the memory that is taken)}.
 *
 * <p>A host whose daemon has not said how busy it is, to which no way is known, or whose memory the
 * container would not fit into is not offered.
 */
public final class LeastLoadedPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "least-loaded";

    private static final Contest CONTEST = new Contest(NAME, Contest.Order.LEAST_WINS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsSource() {
        return true;
    }

    @Override
    public Decision decide(Evaluation evaluation, NetworkView view) {
        return CONTEST.decide(
                evaluation, view, host -> judge(evaluation.source().orElseThrow(), host, view));
    }

    private static Judgement judge(MoveSource source, HostId host, NetworkView view) {
        Optional<HostLoad> measured = view.host(host).flatMap(Host::load);
        if (measured.isEmpty()) {
            return new Judgement.Refused("its daemon has not said how busy it is");
        }
        if (view.path(source.host(), host).isEmpty()) {
            return new Judgement.Refused("no path to it is known");
        }
        HostLoad load = measured.get();
        Optional<ByteCount> needed = view.facts(source.container()).map(ContainerFacts::memory);
        if (needed.filter(memory -> memory.compareTo(load.memoryAvailable()) > 0).isPresent()) {
            return new Judgement.Refused(
                    "has %s of memory left, and the container takes %s"
                            .formatted(load.memoryAvailable(), needed.get()));
        }
        double used = Math.max(load.cpuBusy(), load.memoryUsed());
        String detail =
                String.format(
                        Locale.ROOT,
                        "%.0f %% of %d processors busy, %.0f %% of %s memory taken",
                        load.cpuBusy() * 100,
                        load.cores(),
                        load.memoryUsed() * 100,
                        load.memoryTotal());
        return new Judgement.Scored(Score.share(used), detail);
    }
}
