/** Podman, over its libpod REST API on a Unix socket. */
@NullMarked
package io.transship.daemon.runtime.podman;

import org.jspecify.annotations.NullMarked;
