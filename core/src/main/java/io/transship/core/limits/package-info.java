/** Rules that hold for each kind of move, outside policies. */
@NullMarked
package io.transship.core.limits;

import org.jspecify.annotations.NullMarked;
