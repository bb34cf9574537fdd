/** How a container is made, whichever engine makes it, and what of it can go to another host. */
@NullMarked
package io.transship.core.container;

import org.jspecify.annotations.NullMarked;
