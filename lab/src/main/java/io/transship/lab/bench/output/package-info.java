/** What every bench has: where its lines and its numbers go. */
@NullMarked
package io.transship.lab.bench.output;

import org.jspecify.annotations.NullMarked;
