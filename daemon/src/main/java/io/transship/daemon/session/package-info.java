/**
 * What one daemon does in a migration, as its source or as its target, and the calls of the
 * protocol (thesis 4.1.3, 4.2).
 */
@NullMarked
package io.transship.daemon.session;

import org.jspecify.annotations.NullMarked;
