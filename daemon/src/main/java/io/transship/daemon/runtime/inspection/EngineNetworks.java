package io.transship.daemon.runtime.inspection;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.runtime.ContainerSpec;
import java.util.Optional;

/**
 * Networks of this host's engine. A container on a user-defined bridge keeps its address through a
 * move if the bridge is the host's data bridge: only what is on that can the switches hold and send
 * elsewhere. Thread-safe.
 */
public final class EngineNetworks {

    private final EngineInspection engine;
    private final String dataBridge;

    /** Of that engine, on a host with that bridge to the data network. */
    public EngineNetworks(EngineInspection engine, String dataBridge) {
        this.engine = engine;
        this.dataBridge = dataBridge;
    }

    /** MACHINE_INCOMPLETE or UNSUPPORTED if a container can't be on its network here. */
    public void demand(ContainerSpec spec) {
        Optional<TransshipException> problem = problem(spec);
        if (problem.isPresent()) {
            throw problem.get();
        }
    }

    /** Why a container can't be on its network here; empty if it can. */
    public Optional<TransshipException> problem(ContainerSpec spec) {
        return spec.options().network().userBridge().flatMap(name -> problem(name, spec));
    }

    private Optional<TransshipException> problem(String name, ContainerSpec spec) {
        Optional<NetworkFacts> found = engine.network(name);
        if (found.isEmpty()) {
            return Optional.of(
                    failure(
                            FailureCode.MACHINE_INCOMPLETE,
                            "there is no network '" + name + "'",
                            name));
        }
        NetworkFacts network = found.get();
        if (!network.driver().equals("bridge") || !network.bridge().equals(dataBridge)) {
            return Optional.of(
                    failure(
                            FailureCode.UNSUPPORTED,
                            "the network '%s' is %s, and the switches reach containers only on %s"
                                    .formatted(name, described(network), dataBridge),
                            name));
        }
        if (!network.contains(spec.address().ip())) {
            return Optional.of(
                    new TransshipException(
                            FailureCode.UNSUPPORTED,
                            "the address %s is not in the network '%s' (%s)"
                                    .formatted(
                                            spec.address().ip(),
                                            name,
                                            String.join(", ", network.subnets())),
                            "Give the container an address of that network, or leave the network out.",
                            null));
        }
        return Optional.empty();
    }

    private static String described(NetworkFacts network) {
        return network.driver().equals("bridge")
                ? "the bridge " + network.bridge()
                : "of the driver " + network.driver();
    }

    private TransshipException failure(FailureCode code, String message, String name) {
        return new TransshipException(code, message, mend(name), null);
    }

    private String mend(String name) {
        return engine.engine().name().equals("podman")
                ? "On each host: 'podman network create --interface-name %s --subnet … %s'."
                        .formatted(dataBridge, name)
                : ("On each host: 'docker network create -d bridge"
                                + " -o com.docker.network.bridge.name=%s --subnet … --gateway … %s'.")
                        .formatted(dataBridge, name);
    }
}
