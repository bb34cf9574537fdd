package io.transship.daemon.testing;

import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.NetworkFacts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An engine without containers that shows what it is told to.
 *
 * @param engine what it is
 * @param networks its networks, by name
 */
public record ScriptedInspection(EngineFacts engine, Map<String, NetworkFacts> networks)
        implements EngineInspection {

    /**
     * Docker as Debian has it.
     *
     * @param storage how it keeps layers
     * @param runtimes the OCI runtimes that it knows
     * @param checkpoints whether it offers checkpoints of its own
     */
    public static ScriptedInspection docker(
            String storage, Map<String, Path> runtimes, boolean checkpoints) {
        return new ScriptedInspection(
                new EngineFacts(
                        "docker",
                        "26.1.5",
                        storage,
                        Path.of("/var/lib/docker"),
                        runtimes,
                        checkpoints),
                Map.of());
    }

    /** The same with these networks. */
    public ScriptedInspection with(Map<String, NetworkFacts> others) {
        return new ScriptedInspection(engine, others);
    }

    @Override
    public Optional<ContainerFacts> container(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> volume(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<NetworkFacts> network(String name) {
        return Optional.ofNullable(networks.get(name));
    }
}
