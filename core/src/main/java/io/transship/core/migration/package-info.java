/**
 * A migration as a function of what happened: no I/O, no clock (thesis 4.1.3; paper III.B). The
 * manager acts on what it answers.
 */
@NullMarked
package io.transship.core.migration;

import org.jspecify.annotations.NullMarked;
