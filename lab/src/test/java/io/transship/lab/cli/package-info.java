/** The command line against a whole manager in this process; only the daemons are played. */
@NullMarked
package io.transship.lab.cli;

import org.jspecify.annotations.NullMarked;
