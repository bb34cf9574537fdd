/** Where to: a policy turns a network view into a decision that explains itself. */
@NullMarked
package io.transship.core.policy;

import org.jspecify.annotations.NullMarked;
