/**
 * Dump and restore by Docker's own checkpoints, for hosts whose dockerd can't be told of our OCI
 * runtime: one mode only, and a longer gap.
 */
@NullMarked
package io.transship.daemon.checkpoint.stock;

import org.jspecify.annotations.NullMarked;
