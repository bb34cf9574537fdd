/** Dump and restore of Docker's containers by runc and CRIU. */
@NullMarked
package io.transship.daemon.checkpoint.docker;

import org.jspecify.annotations.NullMarked;
