/** The client of a bench: one connection, and the longest silence on it between two marks. */
@NullMarked
package io.transship.lab.bench.client;

import org.jspecify.annotations.NullMarked;
