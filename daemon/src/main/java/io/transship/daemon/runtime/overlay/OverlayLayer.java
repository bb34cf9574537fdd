package io.transship.daemon.runtime.overlay;

import java.nio.file.Path;

/**
 * Where overlayfs has a container's files.
 *
 * @param upper the writable layer
 * @param merged where the layers are mounted over each other while the container runs
 */
public record OverlayLayer(Path upper, Path merged) {}
