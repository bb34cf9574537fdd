/** Daemons without Docker, for tests: an engine in memory, certificates, a proxy that cuts. */
@NullMarked
package io.transship.daemon.testing;

import org.jspecify.annotations.NullMarked;
