package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data port: takes connections that show an id which a session has registered. Thread-safe. */
public final class TransferServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransferServer.class);
    private static final Duration GREETING = Duration.ofSeconds(10);
    private static final int STRANGERS = 64;

    private final SSLContext context;
    private final InetSocketAddress address;
    private final ExecutorService threads;
    private final Set<Registration> expected = ConcurrentHashMap.newKeySet();
    private final Set<SSLSocket> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore strangers = new Semaphore(STRANGERS);
    private @Nullable SSLServerSocket server;

    /**
     * A server that does not listen yet.
     *
     * @param threads one blocking task per connection; virtual threads
     */
    public TransferServer(SSLContext context, InetSocketAddress address, ExecutorService threads) {
        this.context = context;
        this.address = address;
        this.threads = threads;
    }

    /** Listens from now on. */
    public void start() {
        try {
            SSLServerSocket socket =
                    (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setNeedClientAuth(true);
            socket.setSSLParameters(parameters);
            socket.setReuseAddress(true);
            socket.bind(address, STRANGERS);
            server = socket;
            threads.execute(() -> accept(socket));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.PORT_IN_USE,
                    "the data port " + address + " can't be opened: " + e.getMessage() + ".",
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        SSLServerSocket socket = server;
        if (socket == null) {
            throw new IllegalStateException("not started");
        }
        return socket.getLocalPort();
    }

    /**
     * Lets one connection in: the first one that shows the id, from the named peer. Closing the
     * registration ends the connection and fails the inbox.
     */
    public Registration register(TransferId id, String peer, TransferInbox inbox) {
        return register(id, peer, new Files(inbox));
    }

    /** As for an inbox; the one connection belongs to {@code receiver}. */
    public Registration register(TransferId id, String peer, DataReceiver receiver) {
        Registration registration = new Registration(id, peer, receiver);
        expected.add(registration);
        return registration;
    }

    private void accept(SSLServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                SSLSocket connection = (SSLSocket) socket.accept();
                if (strangers.tryAcquire()) {
                    connections.add(connection);
                    threads.execute(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (IOException | RejectedExecutionException e) {
                if (!socket.isClosed()) {
                    LOG.warn("A data connection could not be accepted: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(SSLSocket connection) {
        boolean stranger = true;
        try (connection) {
            connection.setSoTimeout(Math.toIntExact(GREETING.toMillis()));
            connection.setTcpNoDelay(true);
            connection.startHandshake();
            Frames.Writer writer = new Frames.Writer(connection.getOutputStream());
            Optional<Registration> session = greeted(connection);
            if (session.isEmpty()) {
                writer.send(
                        FrameType.REFUSED,
                        "no session expects this id".getBytes(StandardCharsets.UTF_8));
                return;
            }
            writer.send(FrameType.ACCEPTED, new byte[0]);
            connection.setSoTimeout(0);
            strangers.release();
            stranger = false;
            session.get().receiver.receive(connection);
        } catch (IOException | TransshipException e) {
            LOG.info(
                    "Data connection from {} ended: {}",
                    connection.getRemoteSocketAddress(),
                    e.getMessage());
        } finally {
            connections.remove(connection);
            if (stranger) {
                strangers.release();
            }
        }
    }

    /** The session whose id the peer shows; the id is used up by that. */
    private Optional<Registration> greeted(SSLSocket connection) throws IOException {
        Frames.Frame frame = new Frames.Reader(connection.getInputStream(), 64).read();
        ByteBuffer payload = frame.payload();
        if (frame.type() != FrameType.OPEN
                || payload.remaining() != 1 + TransferId.LENGTH
                || payload.get() != Frames.VERSION) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "the first frame is no OPEN of version 1.");
        }
        byte[] shown = new byte[TransferId.LENGTH];
        payload.get(shown);
        Registration found = null;
        for (Registration registration : expected) {
            if (registration.id.matches(shown)) {
                found = registration;
            }
        }
        if (found == null || !expected.remove(found)) {
            return Optional.empty();
        }
        PeerName.require(connection.getSession(), found.peer);
        found.connected(connection);
        return Optional.of(found);
    }

    /** Takes files. */
    private record Files(TransferInbox inbox) implements DataReceiver {

        @Override
        public void receive(SSLSocket connection) throws IOException {
            try {
                Frames.Reader reader =
                        new Frames.Reader(connection.getInputStream(), Frames.MAX_PAYLOAD);
                while (true) {
                    deliver(reader.read(), inbox);
                }
            } catch (EOFException e) {
                inbox.fail(cut("the source ended the data connection", e));
            } catch (IOException e) {
                inbox.fail(cut("the data connection broke: " + e.getMessage(), e));
            } catch (TransshipException e) {
                inbox.fail(e);
                throw e;
            }
        }

        @Override
        public void fail(TransshipException reason) {
            inbox.fail(reason);
        }
    }

    private static void deliver(Frames.Frame frame, TransferInbox inbox) throws IOException {
        ByteBuffer payload = frame.payload();
        switch (frame.type()) {
            case FILE -> {
                require(payload, Long.BYTES);
                long size = payload.getLong();
                inbox.begin(StandardCharsets.UTF_8.decode(payload).toString(), size);
            }
            case DATA -> inbox.data(payload);
            case FILE_END -> {
                require(payload, Digests.LENGTH);
                byte[] sha256 = new byte[Digests.LENGTH];
                payload.get(sha256);
                inbox.endFile(sha256);
            }
            case BATCH_END -> {
                require(payload, Integer.BYTES);
                inbox.endBatch(payload.getInt());
            }
            case OPEN, ACCEPTED, REFUSED ->
                    throw new TransshipException(
                            FailureCode.PROTOCOL_VIOLATION,
                            "a frame " + frame.type() + " in the middle of a connection.");
        }
    }

    private static void require(ByteBuffer payload, int bytes) {
        if (payload.remaining() < bytes) {
            throw new TransshipException(FailureCode.PROTOCOL_VIOLATION, "a frame is too short.");
        }
    }

    private static TransshipException cut(String what, IOException cause) {
        return new TransshipException(FailureCode.TRANSFER_FAILED, what + ".", cause);
    }

    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(TransferServer::closeQuietly);
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception ignored) {
            // It is of no use any more either way.
        }
    }

    /** A session's claim to one data connection. */
    public final class Registration implements AutoCloseable {

        private final TransferId id;
        private final String peer;
        private final DataReceiver receiver;
        private boolean closed;
        private @Nullable SSLSocket connection;

        private Registration(TransferId id, String peer, DataReceiver receiver) {
            this.id = id;
            this.peer = peer;
            this.receiver = receiver;
        }

        private synchronized void connected(SSLSocket socket) {
            connection = socket;
            if (closed) {
                closeQuietly(socket);
            }
        }

        @Override
        public void close() {
            expected.remove(this);
            synchronized (this) {
                closed = true;
                closeQuietly(connection);
            }
            receiver.fail(cut("the session ended", new EOFException("the session ended")));
        }
    }
}
