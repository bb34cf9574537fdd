/** How a file is known to be whole (docs/protocol.md). */
@NullMarked
package io.transship.daemon.transfer.digest;

import org.jspecify.annotations.NullMarked;
