/** The calls that a daemon answers (docs/protocol.md). */
@NullMarked
package io.transship.daemon.control;

import org.jspecify.annotations.NullMarked;
