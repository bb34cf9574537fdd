/** Whether a move is possible: what both daemons find, and what only the manager can know. */
@NullMarked
package io.transship.manager.checks;

import org.jspecify.annotations.NullMarked;
