/** What goes over a data connection: frames, and the paths in them (docs/protocol.md). */
@NullMarked
package io.transship.daemon.transfer.frame;

import org.jspecify.annotations.NullMarked;
