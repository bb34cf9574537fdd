/** Writable layers that overlayfs keeps, packed and unpacked. */
@NullMarked
package io.transship.daemon.runtime.overlay;

import org.jspecify.annotations.NullMarked;
