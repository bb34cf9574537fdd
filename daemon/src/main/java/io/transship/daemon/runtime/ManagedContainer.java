package io.transship.daemon.runtime;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;

/**
 * A managed container as the engine shows it now.
 *
 * @param spec what it was made from
 * @param engineId the engine's id
 * @param imageId the id of its image ("sha256:…")
 * @param running whether it runs; false while it is only created, or a restore waits
 * @param state the engine's word ("created", "running", "exited")
 */
public record ManagedContainer(
        ContainerSpec spec, String engineId, String imageId, boolean running, String state) {

    /**
     * The managed container of that name, which is expected to be there: else CONTAINER_UNKNOWN.
     */
    public static ManagedContainer demand(ContainerRuntime runtime, ContainerId container) {
        return runtime.find(container)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.CONTAINER_UNKNOWN,
                                        "no managed container '" + container + "' on this host."));
    }
}
