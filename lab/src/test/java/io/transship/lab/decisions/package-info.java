/** Decisions of a real manager, followed, steered and interrupted. */
@NullMarked
package io.transship.lab.decisions;

import org.jspecify.annotations.NullMarked;
