/** Tests of the launcher: the scripts outside the modules, run as a user runs them. */
@NullMarked
package io.transship.lab.launcher;

import org.jspecify.annotations.NullMarked;
