/**
 * Trees of files as a migration carries them: what is in them, what has changed since they were
 * sent, packing, and unpacking what a stranger packed.
 */
@NullMarked
package io.transship.daemon.tree;

import org.jspecify.annotations.NullMarked;
