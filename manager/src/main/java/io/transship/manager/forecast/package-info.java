/** Forecasts of the loads that the bandwidth collector measures. */
@NullMarked
package io.transship.manager.forecast;

import org.jspecify.annotations.NullMarked;
