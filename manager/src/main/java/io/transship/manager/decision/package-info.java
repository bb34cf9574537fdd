/** View, detection, policy, limits, recorded decision (thesis 5.4). */
@NullMarked
package io.transship.manager.decision;

import org.jspecify.annotations.NullMarked;
