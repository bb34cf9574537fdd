package io.transship.daemon.preflight.target;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.ContainerSpec;

/**
 * What a container wants of its target.
 *
 * @param spec what it is made from
 * @param imageId id of its image
 * @param imageSize of its image
 * @param memory that its processes use
 * @param layer size of its writable layer
 * @param from where it comes from
 * @param mode how its memory travels
 */
public record Wanted(
        ContainerSpec spec,
        String imageId,
        ByteCount imageSize,
        ByteCount memory,
        ByteCount layer,
        Source from,
        MigrationMode mode) {

    /**
     * The source.
     *
     * @param engine "docker" or "podman"
     * @param criu its version of CRIU
     * @param kernel release and architecture, "6.18.5 amd64"
     * @param processor CRIU's image of its processor's features; empty if it can't make one
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Source(String engine, String criu, String kernel, byte[] processor) {}
}
