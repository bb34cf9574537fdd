/** What the manager needs of an SDN controller, and the controllers that give it. */
@NullMarked
package io.transship.manager.sdn;

import org.jspecify.annotations.NullMarked;
