/**
 * Holding, switching and replaying a container's frames (thesis 4.2; paper III.B: the routing is
 * redirected).
 */
@NullMarked
package io.transship.manager.redirect;

import org.jspecify.annotations.NullMarked;
