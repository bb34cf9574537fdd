/** How many samples a second each database takes. */
@NullMarked
package io.transship.lab.bench.store;

import org.jspecify.annotations.NullMarked;
