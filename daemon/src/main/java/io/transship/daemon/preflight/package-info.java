/** Looks, without touching anything, whether a host, a container or a target is fit for a move. */
@NullMarked
package io.transship.daemon.preflight;

import org.jspecify.annotations.NullMarked;
