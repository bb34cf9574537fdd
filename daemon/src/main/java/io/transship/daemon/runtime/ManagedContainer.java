package io.transship.daemon.runtime;

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
        ContainerSpec spec, String engineId, String imageId, boolean running, String state) {}
