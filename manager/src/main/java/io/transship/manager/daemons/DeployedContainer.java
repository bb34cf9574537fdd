package io.transship.manager.daemons;

import io.transship.core.model.HostId;

/**
 * A managed container where it is.
 *
 * @param order what it was made from
 * @param host where
 * @param engineId the engine's id
 * @param running whether it runs
 * @param state the engine's word ("running", "exited")
 */
public record DeployedContainer(
        ContainerOrder order, HostId host, String engineId, boolean running, String state) {}
