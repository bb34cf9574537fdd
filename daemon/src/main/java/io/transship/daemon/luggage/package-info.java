/** What goes with a container besides its memory: trees of files, and what it printed. */
@NullMarked
package io.transship.daemon.luggage;

import org.jspecify.annotations.NullMarked;
