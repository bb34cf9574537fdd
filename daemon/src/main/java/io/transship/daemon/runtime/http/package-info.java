/** HTTP over an engine's Unix socket. */
@NullMarked
package io.transship.daemon.runtime.http;

import org.jspecify.annotations.NullMarked;
