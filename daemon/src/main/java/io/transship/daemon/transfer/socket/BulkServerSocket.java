package io.transship.daemon.transfer.socket;

import java.io.IOException;
import java.net.ServerSocket;

/** Accepts {@link BulkSocket}s. */
public final class BulkServerSocket extends ServerSocket {

    /** Not bound yet. */
    public BulkServerSocket() throws IOException {}

    @Override
    public BulkSocket accept() throws IOException {
        BulkSocket socket = new BulkSocket();
        implAccept(socket);
        return socket;
    }
}
