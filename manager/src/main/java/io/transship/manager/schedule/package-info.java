/** Doing things later and again, on one thread that the program owns. */
@NullMarked
package io.transship.manager.schedule;

import org.jspecify.annotations.NullMarked;
