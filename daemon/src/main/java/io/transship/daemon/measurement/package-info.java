/** How much memory a container has and how fast it changes; only looks. */
@NullMarked
package io.transship.daemon.measurement;

import org.jspecify.annotations.NullMarked;
