/** Ways through the network, as pure functions of a topology. */
@NullMarked
package io.transship.core.topology;

import org.jspecify.annotations.NullMarked;
