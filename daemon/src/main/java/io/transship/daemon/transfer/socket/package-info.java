/** Sockets that carry much in few calls of the kernel. */
@NullMarked
package io.transship.daemon.transfer.socket;

import org.jspecify.annotations.NullMarked;
