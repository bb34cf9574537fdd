/** What of a running container CRIU can't dump. Pure: judges of what was read. */
@NullMarked
package io.transship.daemon.preflight.dump;

import org.jspecify.annotations.NullMarked;
