/** Finds the links between switches and their latency, by probes of our own. */
@NullMarked
package io.transship.manager.sdn.openflow.discovery;

import org.jspecify.annotations.NullMarked;
