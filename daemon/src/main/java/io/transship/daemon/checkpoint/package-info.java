/** Dump at the source, restore at the target, and the way back from each half-way point. */
@NullMarked
package io.transship.daemon.checkpoint;

import org.jspecify.annotations.NullMarked;
