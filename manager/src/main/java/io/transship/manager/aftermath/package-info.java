/**
 * What becomes of a decision: its migration, and the loads that were predicted beside the measured
 * ones.
 */
@NullMarked
package io.transship.manager.aftermath;

import org.jspecify.annotations.NullMarked;
