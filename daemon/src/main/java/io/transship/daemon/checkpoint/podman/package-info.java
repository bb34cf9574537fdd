/** Podman, as migrations beneath it need it. */
@NullMarked
package io.transship.daemon.checkpoint.podman;

import org.jspecify.annotations.NullMarked;
