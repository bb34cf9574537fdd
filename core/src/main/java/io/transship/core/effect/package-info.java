/** What a move would do to the load of each link. */
@NullMarked
package io.transship.core.effect;

import org.jspecify.annotations.NullMarked;
