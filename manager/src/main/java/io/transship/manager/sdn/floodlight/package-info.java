/**
 * A Floodlight 1.2 controller over its REST API: topology, hosts, counters and paths as it tells
 * them; its static entries for what a migration needs of the network. What it answers is believed
 * only after a look.
 */
@NullMarked
package io.transship.manager.sdn.floodlight;

import org.jspecify.annotations.NullMarked;
