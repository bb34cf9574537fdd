package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.frame.FrameType;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A session's claim to connections on the data port, one at a time, from one peer. Thread-safe;
 * what subclasses override is called under its lock, but for {@link #receive} and {@link #fail}.
 */
abstract class Claim implements TransferServer.Registration {

    private final String peer;
    private @Nullable Incoming connection;
    private boolean closed;

    Claim(String peer) {
        this.peer = peer;
    }

    /**
     * Whether the id opens a connection of this session now; if so it is used up.
     *
     * @throws TransshipException PEER_NOT_TRUSTED if another host shows it, or what the session has
     *     failed of
     */
    final synchronized boolean claim(byte[] shown, Incoming by) {
        if (closed || !matches(shown)) {
            return false;
        }
        PeerName.require(by.session(), peer);
        useUp(shown);
        Incoming before = connection;
        if (before != null) {
            before.close();
        }
        connection = by;
        return true;
    }

    final boolean isLatest(Incoming incoming) {
        return connection == incoming;
    }

    /** Whether that id is expected at present. */
    abstract boolean matches(byte[] shown);

    /**
     * That id opens no further connection.
     *
     * @throws TransshipException if this one is of no use either, since the session has failed
     */
    abstract void useUp(byte[] shown);

    /**
     * Works with the connection until it ends.
     *
     * @throws TransshipException what ends the whole session
     */
    abstract void receive(Incoming from) throws IOException, InterruptedException;

    /** Nothing more comes. */
    abstract void fail(TransshipException reason);

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            Incoming open = connection;
            if (open != null) {
                open.close();
            }
        }
        fail(new TransshipException(FailureCode.TRANSFER_FAILED, "the session ended."));
    }

    /** One connection, which is somebody else's. */
    static final class Single extends Claim {

        private final TransferId id;
        private final DataReceiver receiver;
        private boolean used;

        Single(TransferId id, String peer, DataReceiver receiver) {
            super(peer);
            this.id = id;
            this.receiver = receiver;
        }

        @Override
        boolean matches(byte[] shown) {
            return !used && id.matches(shown);
        }

        @Override
        void useUp(byte[] shown) {
            used = true;
        }

        /** No id for a further connection: zeros, which nobody expects. */
        @Override
        void receive(Incoming from) throws IOException {
            from.say(FrameType.ACCEPTED, ByteBuffer.allocate(TransferId.LENGTH + Long.BYTES));
            receiver.receive(from.socket());
        }

        @Override
        void fail(TransshipException reason) {
            receiver.fail(reason);
        }
    }
}
