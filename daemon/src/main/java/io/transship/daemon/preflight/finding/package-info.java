/** Checks and what they find. */
@NullMarked
package io.transship.daemon.preflight.finding;

import org.jspecify.annotations.NullMarked;
