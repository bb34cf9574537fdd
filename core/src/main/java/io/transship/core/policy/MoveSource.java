package io.transship.core.policy;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;

/**
 * What is to be moved.
 *
 * @param container which container
 * @param host where it runs
 */
public record MoveSource(ContainerId container, HostId host) {}
