package io.transship.daemon.checkpoint;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.ContainerSpec;

/**
 * What the target must know before it can prepare.
 *
 * @param spec what the container was made from, restart policy as it was before the move
 * @param imageId id of the image; the target needs the same one
 * @param engineDescription the engine's own details as JSON: opaque to all but the other side's
 *     {@link TargetRestore}, which checks it
 * @param mode how memory travels
 * @param expectedState about as many bytes as the dump will have
 */
public record Handover(
        ContainerSpec spec,
        String imageId,
        String engineDescription,
        MigrationMode mode,
        ByteCount expectedState) {}
