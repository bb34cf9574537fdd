/** The policy {@code bandwidth} (thesis 6.1.1). */
@NullMarked
package io.transship.core.policy.bandwidth;

import org.jspecify.annotations.NullMarked;
