/** How a lab starts the Java programs that run in it. */
@NullMarked
package io.transship.lab.programs;

import org.jspecify.annotations.NullMarked;
