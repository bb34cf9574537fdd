/** The daemons of the hosts, as the manager sees them: connections, containers, placement. */
@NullMarked
package io.transship.manager.daemons;

import org.jspecify.annotations.NullMarked;
