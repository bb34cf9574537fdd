/** What a move will cost before it is made: asks daemons, network and history, and predicts. */
@NullMarked
package io.transship.manager.plan;

import org.jspecify.annotations.NullMarked;
