package io.transship.daemon.transfer;

import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection that came to the data port. Thread-safe where it says so. */
final class Incoming implements AutoCloseable {

    /** For the handshake and the first frame together. */
    static final Duration GREETING = Duration.ofSeconds(10);

    /** AES-128 first: as good as AES-256 for bytes that live for minutes, and cheaper. */
    static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private static final int GREETING_LIMIT = 64;

    private final Socket plain;
    private final SSLSocket socket;
    private final long since = System.nanoTime();
    private volatile boolean greeted;
    private volatile @Nullable FrameReceiver receiver;

    /** Says nothing yet: the handshake is the serving thread's. */
    Incoming(SSLContext context, Socket plain) throws IOException {
        this.plain = plain;
        plain.setTcpNoDelay(true);
        socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setCipherSuites(CIPHERS);
        parameters.setNeedClientAuth(true);
        socket.setSSLParameters(parameters);
    }

    /** The handshake, and the peer's first frame. */
    Frames.Frame greeting() throws IOException {
        socket.startHandshake();
        return new Frames.Reader(socket.getInputStream(), GREETING_LIMIT).read();
    }

    /** From now on the peer may take its time between two frames. */
    void welcome() {
        greeted = true;
    }

    SSLSocket socket() {
        return socket;
    }

    SSLSession session() {
        return socket.getSession();
    }

    FrameReceiver receiver(TransferInbox inbox, long taken) throws IOException {
        InputStream in = socket.getInputStream();
        InputStream records = plain.getInputStream();
        FrameReceiver made =
                new FrameReceiver(
                        in,
                        () -> in.available() > 0 || records.available() > 0,
                        socket.getOutputStream(),
                        inbox,
                        taken);
        receiver = made;
        return made;
    }

    void say(FrameType type, ByteBuffer payload) throws IOException {
        Frames.write(socket.getOutputStream(), type, payload);
    }

    /** Tells the peer why; it may be gone already. */
    void refuse(String why) {
        try {
            say(FrameType.REFUSED, ByteBuffer.wrap(why.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException ignored) {
            // It will see the end of the connection, or has seen it.
        }
    }

    /** Whether it has not shown yet that a session expects it. Thread-safe. */
    boolean isStranger() {
        return !greeted;
    }

    /** Whether it is not worth waiting for any longer. Thread-safe. */
    boolean isDead(long now) {
        FrameReceiver receiving = receiver;
        return greeted
                ? receiving != null && receiving.isDead(now)
                : now - since > GREETING.toNanos();
    }

    SocketAddress from() {
        return plain.getRemoteSocketAddress();
    }

    /** Ends blocked calls too: TLS would wait for them, so the plain socket goes. Thread-safe. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException ignored) {
            // It is of no use any more either way.
        }
    }
}
