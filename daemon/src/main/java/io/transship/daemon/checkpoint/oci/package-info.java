/** Dump and restore by our OCI runtime, runc and CRIU, beneath the engine. */
@NullMarked
package io.transship.daemon.checkpoint.oci;

import org.jspecify.annotations.NullMarked;
