/**
 * CRIU's page sockets inside the data connection: they stay on loopback, and what goes through them
 * travels in checked chunks over TLS.
 */
@NullMarked
package io.transship.daemon.transfer.tunnel;

import org.jspecify.annotations.NullMarked;
