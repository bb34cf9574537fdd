package io.transship.daemon.runtime.docker;

import java.nio.file.Path;

/**
 * Where overlayfs has a container's files.
 *
 * @param upper the writable layer
 * @param merged where the layers are mounted over each other while the container runs
 */
record OverlayLayer(Path upper, Path merged) {}
