/**
 * A real manager that polls a great many simulated switches: what it costs, and whether it keeps
 * its period.
 */
@NullMarked
package io.transship.lab.bench.poll;

import org.jspecify.annotations.NullMarked;
