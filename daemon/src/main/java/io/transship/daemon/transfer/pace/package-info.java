/** How fast bytes may go, and how fast the path takes them. */
@NullMarked
package io.transship.daemon.transfer.pace;

import org.jspecify.annotations.NullMarked;
