/** How long an uncommitted copy may live, and who ends it if this daemon can't. */
@NullMarked
package io.transship.daemon.session.lease;

import org.jspecify.annotations.NullMarked;
