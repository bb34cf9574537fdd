/** Docker, over its REST API on a Unix socket. */
@NullMarked
package io.transship.daemon.runtime.docker;

import org.jspecify.annotations.NullMarked;
