/**
 * The embedded OpenFlow 1.3 controller: discovery, host tracking, forwarding, statistics, holding
 * of frames. All state lives on one event loop; the public methods hand work over to it and wait.
 */
@NullMarked
package io.transship.manager.sdn.openflow;

import org.jspecify.annotations.NullMarked;
