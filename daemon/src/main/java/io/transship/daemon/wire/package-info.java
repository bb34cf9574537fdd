/** The protocol's messages, failures and connections in the program's own terms. */
@NullMarked
package io.transship.daemon.wire;

import org.jspecify.annotations.NullMarked;
