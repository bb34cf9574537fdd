/** The networks that a lab can build: the thesis' scenarios, and generated shapes. */
@NullMarked
package io.transship.lab.scenarios;

import org.jspecify.annotations.NullMarked;
