/** Pictures of what was measured, as PNG. */
@NullMarked
package io.transship.lab.bench.plot;

import org.jspecify.annotations.NullMarked;
