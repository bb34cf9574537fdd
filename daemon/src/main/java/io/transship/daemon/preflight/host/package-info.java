/** What a host must have, whichever container it is about; a small class each. */
@NullMarked
package io.transship.daemon.preflight.host;

import org.jspecify.annotations.NullMarked;
