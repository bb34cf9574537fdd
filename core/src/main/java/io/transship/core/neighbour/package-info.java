/** How hosts of one link find each other with IPv6: the messages, as bytes. */
@NullMarked
package io.transship.core.neighbour;

import org.jspecify.annotations.NullMarked;
