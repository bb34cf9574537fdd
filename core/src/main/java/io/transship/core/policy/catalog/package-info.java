/** The policies by name. */
@NullMarked
package io.transship.core.policy.catalog;

import org.jspecify.annotations.NullMarked;
