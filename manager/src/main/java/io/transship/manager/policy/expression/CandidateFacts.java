package io.transship.manager.policy.expression;

import io.transship.core.model.HostId;
import io.transship.core.model.Path;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Residual;
import java.util.Optional;

/**
 * What is known of one candidate.
 *
 * @param source what is to be moved
 * @param target the candidate
 * @param residual what the path has left
 * @param view everything else
 */
record CandidateFacts(
        MoveSource source, HostId target, Residual.Result residual, NetworkView view) {

    Optional<Path> path() {
        return view.path(source.host(), target);
    }

    Optional<HostLoad> load() {
        return view.host(target).flatMap(Host::load);
    }

    Optional<HostLoad> sourceLoad() {
        return view.host(source.host()).flatMap(Host::load);
    }

    Optional<ContainerFacts> container() {
        return view.facts(source.container());
    }
}
