/**
 * Bulk bytes between two daemons: length-prefixed frames over TLS 1.3, opened with a one-time id
 * (docs/protocol.md).
 */
@NullMarked
package io.transship.daemon.transfer;

import org.jspecify.annotations.NullMarked;
