/** A running container as /proc shows it. */
@NullMarked
package io.transship.daemon.preflight.container;

import org.jspecify.annotations.NullMarked;
