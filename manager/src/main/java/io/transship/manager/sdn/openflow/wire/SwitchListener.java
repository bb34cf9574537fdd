package io.transship.manager.sdn.openflow.wire;

import io.transship.core.model.ConnectPoint;
import org.projectfloodlight.openflow.protocol.OFPacketIn;

/** Hears of everything that a switch says by itself. Called on the event loop. */
public interface SwitchListener {

    /** The switch has said who it is and which ports it has; nothing was laid yet. */
    void connected(SwitchConnection connection);

    /** The connection broke. */
    void disconnected(SwitchConnection connection);

    /** A port came up. */
    void portUp(ConnectPoint port);

    /**
     * A port went down.
     *
     * @param deleted whether it is gone altogether
     */
    void portDown(ConnectPoint port, boolean deleted);

    /** A frame that a flow entry sent to us. */
    void packetIn(SwitchConnection from, OFPacketIn message);
}
