/** The fault matrix and its judge's client. */
@NullMarked
package io.transship.lab.faults;

import org.jspecify.annotations.NullMarked;
