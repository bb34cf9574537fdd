/** How wrong the forecasts are: recorded or drawn loads, gone through as if they came now. */
@NullMarked
package io.transship.lab.bench.forecast;

import org.jspecify.annotations.NullMarked;
