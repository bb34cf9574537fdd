package io.transship.daemon.preflight.target;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.ContainerId;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import java.util.List;

/** Whether the container's name is free here, in the engine too. */
final class NameCheck implements Check {

    private final TargetChecks.Host host;
    private final ContainerId name;

    NameCheck(TargetChecks.Host host, ContainerId name) {
        this.host = host;
        this.name = name;
    }

    @Override
    public String subject() {
        return "name";
    }

    @Override
    public List<Finding> look() {
        boolean managed = host.runtime().find(name).isPresent();
        if (managed || host.inspection().container(name.name()).isPresent()) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.CONTAINER_CONFLICT,
                            "the target has a container '" + name + "' already.",
                            managed
                                    ? FailureCode.CONTAINER_CONFLICT.mend()
                                    : "Run 'docker rename %s …' or remove it there."
                                            .formatted(name)));
        }
        return List.of(Finding.ok(subject(), "'" + name + "' is free"));
    }
}
