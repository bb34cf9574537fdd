/** How a bench ends what it started. */
@NullMarked
package io.transship.lab.bench.process;

import org.jspecify.annotations.NullMarked;
