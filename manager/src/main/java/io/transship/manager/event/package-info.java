/** What happened, for people and programs that watch. */
@NullMarked
package io.transship.manager.event;

import org.jspecify.annotations.NullMarked;
