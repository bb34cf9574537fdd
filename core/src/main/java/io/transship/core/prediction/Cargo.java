package io.transship.core.prediction;

import io.transship.core.model.ByteCount;
import java.util.Optional;

/**
 * What a move carries.
 *
 * @param memory of the container's processes, private and shared
 * @param dirtyPerSecond how much of it changes in a second; empty if not known
 * @param layer the writable layer
 * @param volumes that move with it
 * @param image what of it is missing at the target
 */
public record Cargo(
        ByteCount memory,
        Optional<ByteCount> dirtyPerSecond,
        ByteCount layer,
        ByteCount volumes,
        ByteCount image) {

    /** What travels while the source serves. */
    ByteCount ahead() {
        return new ByteCount(layer.bytes() + volumes.bytes() + image.bytes());
    }
}
