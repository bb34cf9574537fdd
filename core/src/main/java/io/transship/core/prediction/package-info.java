/**
 * What a move will cost in each mode, and which mode {@code auto} picks: functions of what was
 * measured (docs/plan.md has the formulas).
 */
@NullMarked
package io.transship.core.prediction;

import org.jspecify.annotations.NullMarked;
