/** Programs that a bench starts, talks to and looks at. */
@NullMarked
package io.transship.lab.bench.process;

import org.jspecify.annotations.NullMarked;
