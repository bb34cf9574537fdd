/** What a container engine does for us, whichever it is. */
@NullMarked
package io.transship.daemon.runtime;

import org.jspecify.annotations.NullMarked;
