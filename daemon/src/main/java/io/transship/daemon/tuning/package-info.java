/** What the whole machine is asked for while containers move; all of it is set back. */
@NullMarked
package io.transship.daemon.tuning;

import org.jspecify.annotations.NullMarked;
