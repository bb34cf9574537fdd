/**
 * Forecasts of a series of loads a few steps ahead, and how wrong they have been. Models learn
 * sample by sample; none knows what comes.
 */
@NullMarked
package io.transship.core.forecast;

import org.jspecify.annotations.NullMarked;
