/**
 * Users' policies: they run in a process of their own, which can be ended, so that a policy that
 * throws, hangs or allocates without end harms nobody.
 */
@NullMarked
package io.transship.manager.policy.user;

import org.jspecify.annotations.NullMarked;
