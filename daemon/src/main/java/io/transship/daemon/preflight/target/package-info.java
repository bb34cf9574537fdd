/** What a target must have for a certain container. */
@NullMarked
package io.transship.daemon.preflight.target;

import org.jspecify.annotations.NullMarked;
