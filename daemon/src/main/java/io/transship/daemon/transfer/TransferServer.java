package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.refusal.RefusalLog;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.socket.BulkServerSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data port: takes connections that show an id which a session has registered. Thread-safe. */
public final class TransferServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransferServer.class);
    private static final int STRANGERS = 64;

    private final SSLContext context;
    private final InetSocketAddress address;
    private final ExecutorService threads;
    private final SecureRandom random = new SecureRandom();
    private final Set<Claim> claims = ConcurrentHashMap.newKeySet();
    private final Set<Incoming> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore strangers = new Semaphore(STRANGERS);
    private final RefusalLog refusals = new RefusalLog("data", System::nanoTime);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable ServerSocket server;

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
            ServerSocket socket = new BulkServerSocket();
            socket.setReuseAddress(true);
            socket.bind(address, STRANGERS);
            server = socket;
            threads.execute(() -> accept(socket));
            threads.execute(this::watch);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.PORT_IN_USE,
                    "the data port " + address + " can't be opened: " + e.getMessage() + ".",
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        ServerSocket socket = server;
        if (socket == null) {
            throw new IllegalStateException("not started");
        }
        return socket.getLocalPort();
    }

    /**
     * A session's claim to connections. Closing it ends the present one, and fails whoever takes
     * from it.
     */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets a session's connections in, one at a time: first the one that shows the id, from the
     * named peer; after a break the one that goes on.
     */
    public Registration register(TransferId id, String peer, TransferInbox inbox) {
        return keep(new FilesClaim(id, peer, inbox, random));
    }

    /** As for an inbox; the one connection belongs to {@code receiver}. */
    public Registration register(TransferId id, String peer, DataReceiver receiver) {
        return keep(new Claim.Single(id, peer, receiver));
    }

    private Registration keep(Claim claim) {
        claims.add(claim);
        return () -> {
            claims.remove(claim);
            claim.close();
        };
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket plain = socket.accept();
                if (strangers.tryAcquire()) {
                    threads.execute(() -> serve(plain));
                } else {
                    refusals.refused(
                            plain.getRemoteSocketAddress(), STRANGERS + " are at the door already");
                    plain.close();
                }
            } catch (IOException | RejectedExecutionException e) {
                if (!socket.isClosed()) {
                    LOG.warn("A data connection could not be accepted: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket plain) {
        boolean stranger = true;
        try (plain;
                Incoming connection = new Incoming(context, plain)) {
            connections.add(connection);
            try {
                Optional<Claim> session = greeted(connection);
                if (session.isEmpty()) {
                    connection.refuse("no session expects this id");
                    refusals.refused(connection.from(), "no session expects this id");
                    return;
                }
                connection.welcome();
                strangers.release();
                stranger = false;
                session.get().receive(connection);
            } finally {
                connections.remove(connection);
            }
        } catch (IOException | TransshipException e) {
            ended(plain, stranger, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (stranger) {
                strangers.release();
            }
        }
    }

    private void ended(Socket plain, boolean stranger, String why) {
        if (stranger) {
            refusals.refused(plain.getRemoteSocketAddress(), why);
        } else {
            LOG.info("Data connection from {} ended: {}", plain.getRemoteSocketAddress(), why);
        }
    }

    /** The session whose id the peer shows; the id is used up by that. */
    private Optional<Claim> greeted(Incoming connection) throws IOException {
        try {
            return claimed(connection);
        } catch (TransshipException e) {
            connection.refuse(e.line());
            throw e;
        }
    }

    private Optional<Claim> claimed(Incoming connection) throws IOException {
        Frames.Frame frame = connection.greeting();
        ByteBuffer payload = frame.payload();
        if (frame.type() != FrameType.OPEN
                || payload.remaining() != 1 + TransferId.LENGTH
                || payload.get() != Frames.VERSION) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "the first frame is no OPEN of version " + Frames.VERSION + ".");
        }
        byte[] shown = frame.bytes(TransferId.LENGTH);
        for (Claim claim : claims) {
            if (claim.claim(shown, connection)) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /** Ends connections that are not worth waiting for. */
    private void watch() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                long now = System.nanoTime();
                for (Incoming connection : connections) {
                    if (connection.isDead(now)) {
                        if (!connection.isStranger()) {
                            LOG.info("Data from {} come too slowly", connection.from());
                        }
                        connection.close();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        ServerSocket socket = server;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("The data port could not be closed: {}", e.getMessage());
            }
        }
        connections.forEach(Incoming::close);
    }
}
