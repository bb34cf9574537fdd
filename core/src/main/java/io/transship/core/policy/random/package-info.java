/** The policy {@code random} (thesis 6.1.1). */
@NullMarked
package io.transship.core.policy.random;

import org.jspecify.annotations.NullMarked;
