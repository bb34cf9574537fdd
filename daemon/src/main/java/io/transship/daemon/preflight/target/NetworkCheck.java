package io.transship.daemon.preflight.target;

import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.inspection.EngineNetworks;
import java.util.List;

/** Whether the network of the engine that the container is on is here, too. */
final class NetworkCheck implements Check {

    private final EngineNetworks networks;
    private final ContainerSpec spec;

    NetworkCheck(EngineNetworks networks, ContainerSpec spec) {
        this.networks = networks;
        this.spec = spec;
    }

    @Override
    public String subject() {
        return "network " + spec.options().network();
    }

    @Override
    public List<Finding> look() {
        return List.of(
                networks.problem(spec)
                        .map(each -> Finding.failure(subject(), "", Problem.of(each)))
                        .orElseGet(() -> Finding.ok(subject(), "is here, with its addresses")));
    }
}
