package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** How the source opens a connection to the target's data port, whatever it is for. */
public final class DataConnection {

    private DataConnection() {}

    /**
     * Where to connect.
     *
     * @param address of the target's data port
     * @param peer the name that the target's certificate must carry
     * @param timeout for the connection and the handshake
     */
    public record Destination(InetSocketAddress address, String peer, Duration timeout) {}

    /**
     * Connects, shows the id, and returns when the target has accepted it.
     *
     * @throws TransshipException PEER_UNREACHABLE, PEER_NOT_TRUSTED, or PROTOCOL_VIOLATION if the
     *     target refuses
     */
    public static SSLSocket open(SSLContext context, Destination to, TransferId id) {
        try {
            SSLSocket socket = connect(context, to);
            try {
                greet(socket, id);
                return socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.PEER_UNREACHABLE,
                    "no data connection to "
                            + to.peer()
                            + " at "
                            + to.address()
                            + ": "
                            + e.getMessage()
                            + ".",
                    e);
        }
    }

    private static SSLSocket connect(SSLContext context, Destination to) throws IOException {
        Socket plain = new Socket();
        try {
            int timeoutMs = Math.toIntExact(to.timeout().toMillis());
            // Small enough that the bytes counted as sent are nearly those that have arrived.
            plain.setSendBufferSize(512 << 10);
            plain.setTcpNoDelay(true);
            plain.connect(to.address(), timeoutMs);
            plain.setSoTimeout(timeoutMs);
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, to.peer(), to.address().getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            PeerName.require(socket.getSession(), to.peer());
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static void greet(SSLSocket socket, TransferId id) throws IOException {
        Frames.Writer writer = new Frames.Writer(socket.getOutputStream());
        writer.payload().put(Frames.VERSION).put(id.bytes());
        writer.send(FrameType.OPEN);
        writer.flush();
        Frames.Frame answer = new Frames.Reader(socket.getInputStream(), 4096).read();
        if (answer.type() != FrameType.ACCEPTED) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "the target refused the data connection: "
                            + StandardCharsets.UTF_8.decode(answer.payload())
                            + ".");
        }
    }
}
