/** Docker, as migrations beneath it need it: with our OCI runtime, or by its own checkpoints. */
@NullMarked
package io.transship.daemon.checkpoint.docker;

import org.jspecify.annotations.NullMarked;
