/**
 * Measurements of the whole system: one class a bench. Each brings up what it needs, says what it
 * measured and beside what, and ends with 1 if a row of it failed.
 */
@NullMarked
package io.transship.lab.bench;

import org.jspecify.annotations.NullMarked;
