/**
 * Small memory file systems that an engine mounts into a container, like {@code /dev}: described
 * and made on the target while the container serves, so that CRIU neither packs nor unpacks them
 * while nobody does.
 */
@NullMarked
package io.transship.daemon.checkpoint.memory;

import org.jspecify.annotations.NullMarked;
