package io.transship.daemon.transfer;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import javax.net.ssl.SSLSocket;

/** What one accepted data connection is for. */
public interface DataReceiver {

    /**
     * Works with the connection, which showed the right id, until it is over; runs on a thread of
     * its own. The connection is closed afterwards.
     */
    void receive(SSLSocket connection) throws IOException;

    /** The session ended; no connection will be of use any more. May come at any time, twice. */
    void fail(TransshipException reason);
}
