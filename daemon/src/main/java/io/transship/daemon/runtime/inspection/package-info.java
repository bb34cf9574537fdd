/** What a container engine shows to whoever only looks. */
@NullMarked
package io.transship.daemon.runtime.inspection;

import org.jspecify.annotations.NullMarked;
