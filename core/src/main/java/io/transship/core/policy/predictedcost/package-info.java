/** The policy {@code predicted-cost}. */
@NullMarked
package io.transship.core.policy.predictedcost;

import org.jspecify.annotations.NullMarked;
