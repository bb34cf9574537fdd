package io.transship.lab.bench.decide;

import io.transship.core.model.ConnectPoint;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.bandwidth.BandwidthPolicy;
import io.transship.core.topology.PathTree;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Routes;
import java.util.List;

/** The whole of a decision: the ways to all free hosts, and the policy with its explanation. */
final class OneDecision {

    private final NetworkView view;
    private final MoveSource source;
    private final BandwidthPolicy policy = new BandwidthPolicy(0.05);

    OneDecision(FatTree network) {
        view = network.view();
        source = network.source();
    }

    /** As the manager makes it, from a view that has been taken. */
    Decision decide(long seed) {
        return policy.decide(Evaluation.of(source, seed), routed());
    }

    /** The view with its routes. */
    NetworkView routed() {
        List<Host> free = view.freeHosts();
        ConnectPoint from = view.host(source.host()).flatMap(Host::at).orElseThrow();
        PathTree tree = PathTree.from(view.topology(), from);
        return view.withRoutes(Routes.along(tree, source.host(), free));
    }

    MoveSource source() {
        return source;
    }
}
