/** OpenFlow 1.3 on the wire: connections, flow entries, frames, and the event loop they live on. */
@NullMarked
package io.transship.manager.sdn.openflow.wire;

import org.jspecify.annotations.NullMarked;
