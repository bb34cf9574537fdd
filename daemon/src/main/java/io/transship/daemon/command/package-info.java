/** Other programs, started from argument lists and never from shell strings. */
@NullMarked
package io.transship.daemon.command;

import org.jspecify.annotations.NullMarked;
