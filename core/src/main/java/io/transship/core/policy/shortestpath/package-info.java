/** The policy {@code shortest-path} (thesis 6.1.1). */
@NullMarked
package io.transship.core.policy.shortestpath;

import org.jspecify.annotations.NullMarked;
