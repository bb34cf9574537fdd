/** The network and what runs on it, as immutable values; no I/O, no clock, no threads. */
@NullMarked
package io.transship.core.model;

import org.jspecify.annotations.NullMarked;
