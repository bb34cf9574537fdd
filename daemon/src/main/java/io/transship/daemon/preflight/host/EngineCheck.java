package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the container engine answers, keeps layers in a form that we can move, and knows our OCI
 * runtime.
 */
final class EngineCheck implements Check {

    private final EngineInspection inspection;
    private final HostChecks.OciRuntime oci;

    EngineCheck(EngineInspection inspection, HostChecks.OciRuntime oci) {
        this.inspection = inspection;
        this.oci = oci;
    }

    @Override
    public String subject() {
        return "engine";
    }

    @Override
    public List<Finding> look() {
        EngineFacts facts;
        try {
            facts = inspection.engine();
        } catch (TransshipException e) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.ENGINE_FAILED,
                            "the container engine does not answer: " + e.getMessage() + ".",
                            "Run 'apt-get install -y docker.io && systemctl start docker', or name"
                                    + " its socket in the daemon's configuration."));
        }
        return List.of(storage(facts), runtime(facts));
    }

    private Finding storage(EngineFacts facts) {
        String name = facts.name() + " " + facts.version();
        if (!List.of("overlay2", "overlay").contains(facts.storage())) {
            return Finding.failure(
                    subject(),
                    FailureCode.UNSUPPORTED,
                    name + " keeps layers by '" + facts.storage() + "'; only overlay can be moved.",
                    "Put {\"storage-driver\": \"overlay2\"} into /etc/docker/daemon.json and start"
                            + " the engine anew.");
        }
        return Finding.ok(subject(), name + ", " + facts.storage() + " in " + facts.root());
    }

    private Finding runtime(EngineFacts facts) {
        Path known = facts.ociRuntimes().get(oci.name());
        Optional<CheckpointWay> way =
                oci.way().chosen(oci.path().equals(known), facts.checkpoints());
        if (way.equals(Optional.of(CheckpointWay.STOCK))) {
            return withoutOurs(facts);
        }
        if (way.isEmpty()) {
            return missing(facts, known);
        }
        return Finding.ok("OCI runtime", oci.name() + ", " + oci.path());
    }

    private Finding withoutOurs(EngineFacts facts) {
        return Finding.warning(
                "OCI runtime",
                "Docker's own checkpoints instead",
                new Problem(
                        FailureCode.MACHINE_INCOMPLETE,
                        facts.name()
                                + " goes without our OCI runtime, by Docker's own checkpoints:"
                                + " clients wait longer, only mode copy is offered, and both hosts"
                                + " have to do so.",
                        oci.mend()));
    }

    private Finding missing(EngineFacts facts, @Nullable Path known) {
        if (oci.way() == CheckpointWay.STOCK) {
            return Finding.failure(
                    "OCI runtime",
                    FailureCode.MACHINE_INCOMPLETE,
                    facts.name() + " offers no checkpoints of its own.",
                    "Put {\"experimental\": true} into /etc/docker/daemon.json and start dockerd"
                            + " anew.");
        }
        return Finding.failure(
                "OCI runtime",
                FailureCode.MACHINE_INCOMPLETE,
                known == null
                        ? facts.name() + " does not know the OCI runtime '" + oci.name() + "'."
                        : "the OCI runtime '%s' is %s, not %s."
                                .formatted(oci.name(), known, oci.path()),
                oci.mend());
    }
}
