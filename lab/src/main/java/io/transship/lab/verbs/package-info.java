/** The command line of the lab: {@code transship lab up}, {@code status}, {@code cut} and so on. */
@NullMarked
package io.transship.lab.verbs;

import org.jspecify.annotations.NullMarked;
