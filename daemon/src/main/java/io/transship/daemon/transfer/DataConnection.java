package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.socket.BulkSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection of the source to the target's data port, accepted there, whatever it is for. */
public final class DataConnection implements AutoCloseable {

    private static final int ANSWER_LIMIT = 4096;

    private final BulkSocket plain;
    private final SSLSocket socket;
    private final TransferId next;
    private final long taken;

    private DataConnection(BulkSocket plain, SSLSocket socket, TransferId next, long taken) {
        this.plain = plain;
        this.socket = socket;
        this.next = next;
        this.taken = taken;
    }

    /**
     * Where to connect.
     *
     * @param address of the target's data port
     * @param peer the name that the target's certificate must carry
     * @param timeout for a connection and its handshake, and for a new one when one breaks
     */
    public record Destination(InetSocketAddress address, String peer, Duration timeout) {}

    /**
     * Connects, shows the id, and returns when the target has accepted it.
     *
     * @throws TransshipException PEER_UNREACHABLE, PEER_NOT_TRUSTED, or TRANSFER_FAILED if the
     *     target refuses
     */
    public static SSLSocket open(SSLContext context, Destination to, TransferId id) {
        try {
            return dial(context, to, id).socket;
        } catch (IOException e) {
            throw unreachable(to, e);
        }
    }

    /** What a connection that could not be made is. */
    static TransshipException unreachable(Destination to, IOException why) {
        return new TransshipException(
                FailureCode.PEER_UNREACHABLE,
                "no data connection to "
                        + to.peer()
                        + " at "
                        + to.address()
                        + ": "
                        + why.getMessage()
                        + ".",
                why);
    }

    /**
     * Connects, shows the id, and waits until the target accepts.
     *
     * @throws TransshipException if the target refuses, or is not who it should be
     */
    static DataConnection dial(SSLContext context, Destination to, TransferId id)
            throws IOException {
        BulkSocket plain = new BulkSocket();
        try {
            int timeoutMs = Math.toIntExact(to.timeout().toMillis());
            // Small enough that what was written is nearly what has arrived.
            plain.setSendBufferSize(512 << 10);
            plain.setTcpNoDelay(true);
            plain.connect(to.address(), timeoutMs);
            plain.setSoTimeout(timeoutMs);
            SSLSocket socket = secured(context, plain, to);
            DataConnection connection = greet(plain, socket, id);
            plain.setSoTimeout(0);
            return connection;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static SSLSocket secured(SSLContext context, Socket plain, Destination to)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(plain, to.peer(), to.address().getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setCipherSuites(Incoming.CIPHERS);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        PeerName.require(socket.getSession(), to.peer());
        return socket;
    }

    private static DataConnection greet(BulkSocket plain, SSLSocket socket, TransferId id)
            throws IOException {
        ByteBuffer open = ByteBuffer.allocate(1 + TransferId.LENGTH);
        open.put(Frames.VERSION).put(id.bytes());
        Frames.write(socket.getOutputStream(), FrameType.OPEN, open.flip());
        Frames.Frame answer = new Frames.Reader(socket.getInputStream(), ANSWER_LIMIT).read();
        if (answer.type() == FrameType.REFUSED) {
            throw refused(answer);
        }
        if (answer.type() != FrameType.ACCEPTED) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "the target answered " + answer.type() + ".");
        }
        TransferId next = TransferId.of(answer.bytes(TransferId.LENGTH));
        return new DataConnection(plain, socket, next, answer.atLeast(Long.BYTES).getLong());
    }

    /** What a frame REFUSED says. */
    static TransshipException refused(Frames.Frame answer) {
        return new TransshipException(
                FailureCode.TRANSFER_FAILED,
                "the target refused the data connection: "
                        + StandardCharsets.UTF_8.decode(answer.payload())
                        + ".");
    }

    /** Opens the next connection of this session, should this one break. */
    TransferId next() {
        return next;
    }

    /** How many frames of the session the target had taken when it accepted. */
    long taken() {
        return taken;
    }

    boolean isOpen() {
        return !plain.isClosed();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Each write to it has gone when it returns, in few calls of the kernel. */
    OutputStream out() throws IOException {
        return plain.gathered(socket.getOutputStream());
    }

    /** Ends blocked calls too: TLS would wait for them, so the plain socket goes first. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException ignored) {
            // Nothing of it is needed any more.
        }
    }
}
