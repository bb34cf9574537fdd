/** Whether to compress, and how: decided from what was measured (docs/protocol.md). */
@NullMarked
package io.transship.daemon.transfer.compression;

import org.jspecify.annotations.NullMarked;
