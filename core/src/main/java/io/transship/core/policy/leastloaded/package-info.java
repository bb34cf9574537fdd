/** The policy {@code least-loaded}. */
@NullMarked
package io.transship.core.policy.leastloaded;

import org.jspecify.annotations.NullMarked;
