/**
 * The policy {@code expression}: a filter and a score that users write in the configuration file.
 */
@NullMarked
package io.transship.manager.policy.expression;

import org.jspecify.annotations.NullMarked;
