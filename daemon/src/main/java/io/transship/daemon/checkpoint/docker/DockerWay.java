package io.transship.daemon.checkpoint.docker;

import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.stock.StockHost;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.docker.DockerInspection;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.NetworkFacts;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Docker shows, under the name of the way in which its containers are dumped: dumps of one way
 * can't be restored in the other.
 */
record DockerWay(DockerInspection docker, OciSettings settings, CheckpointWay asked)
        implements EngineInspection {

    /** What it costs to go without our OCI runtime. */
    static final String COSTS =
            "Containers are dumped by Docker's own checkpoints: clients wait longer, and no other"
                    + " mode than copy is possible.";

    /** How to get checkpoints of Docker's own. */
    static final String EXPERIMENTAL =
            "Put {\"experimental\": true} into /etc/docker/daemon.json and start dockerd anew.";

    /** The way that is taken on that Docker; empty: none is possible. */
    static Optional<CheckpointWay> of(
            EngineFacts facts, OciSettings settings, CheckpointWay asked) {
        boolean registered =
                settings.ociRuntime().equals(facts.ociRuntimes().get(OciAnnotations.RUNTIME));
        return asked.chosen(registered, facts.checkpoints());
    }

    @Override
    public EngineFacts engine() {
        EngineFacts facts = docker.engine();
        boolean stock = of(facts, settings, asked).equals(Optional.of(CheckpointWay.STOCK));
        return stock ? facts.named(StockHost.NAME) : facts;
    }

    @Override
    public Optional<ContainerFacts> container(String name) {
        return docker.container(name);
    }

    @Override
    public Optional<Path> volume(String name) {
        return docker.volume(name);
    }

    @Override
    public Optional<NetworkFacts> network(String name) {
        return docker.network(name);
    }
}
