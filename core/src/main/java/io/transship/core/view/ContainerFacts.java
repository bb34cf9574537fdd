package io.transship.core.view;

import io.transship.core.model.ByteCount;
import java.time.Instant;
import java.util.Optional;

/**
 * What a container was like when its daemon measured it last.
 *
 * @param at when that was
 * @param memory of its processes, private and shared
 * @param dirtyPerSecond how much of it changes in a second, if that was watched
 * @param layer its writable layer
 */
public record ContainerFacts(
        Instant at, ByteCount memory, Optional<ByteCount> dirtyPerSecond, ByteCount layer) {}
