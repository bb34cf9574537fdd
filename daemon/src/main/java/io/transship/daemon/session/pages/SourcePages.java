package io.transship.daemon.session.pages;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.transfer.tunnel.LocalDoor;
import io.transship.daemon.transfer.tunnel.PageDoor;
import io.transship.daemon.transfer.tunnel.PageStreams;
import io.transship.daemon.transfer.tunnel.StreamTap;
import io.transship.daemon.transfer.tunnel.Tunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The source's end of the tunnel of memory pages, in the modes that have one. */
public final class SourcePages implements AutoCloseable {

    private final PageParts parts;
    private final MigrationId id;
    private final MigrationMode mode;
    private final PageStreams streams = new PageStreams();
    private final Tunnel tunnel;
    private final @Nullable PageDoor socket;
    private final @Nullable LocalDoor door;
    private final int port;

    /**
     * An end that is not connected yet.
     *
     * @param cap what the migration may send, files included
     */
    public SourcePages(PageParts parts, MigrationId id, MigrationMode mode, RateCap cap) {
        this.parts = parts;
        this.id = id;
        this.mode = mode;
        boolean serves = mode == MigrationMode.POST_COPY;
        this.tunnel =
                new Tunnel(
                        streams::isComplete,
                        serves
                                ? new Tunnel.Taps(streams, StreamTap.NONE)
                                : new Tunnel.Taps(StreamTap.NONE, streams),
                        _ -> {},
                        cap,
                        parts.threads());
        this.socket = parts.criu().socket(id).map(PageDoor::new).orElse(null);
        this.door = serves || socket != null ? null : new LocalDoor();
        this.port = socket != null ? 0 : door == null ? freePort() : door.port();
    }

    /** Whether memory goes through a tunnel in that mode. */
    public static boolean isNeeded(MigrationMode mode) {
        return mode == MigrationMode.PAGE_SERVER || mode == MigrationMode.POST_COPY;
    }

    /** Opens the tunnel, before the freeze. */
    public void connect(DataConnection.Destination to, TransferId transfer) {
        SSLSocket connection = DataConnection.open(parts.tls().context(), to, transfer);
        parts.threads()
                .execute(
                        () -> {
                            try (connection) {
                                tunnel.receive(connection);
                            } catch (IOException ignored) {
                                // Closed already.
                            }
                        });
    }

    /**
     * The port for the dump: ours, through which CRIU shall send, or one on which it shall serve; 0
     * where it is given a socket.
     */
    public int port() {
        return port;
    }

    /** From now on CRIU comes through the port. */
    public void expect() {
        if (mode == MigrationMode.PAGE_SERVER) {
            parts.threads().execute(this::admit);
        }
    }

    private void admit() {
        PageDoor given = socket;
        LocalDoor open = door;
        try {
            if (given != null) {
                tunnel.attach(given.admitSpeaker(parts.come()));
            } else if (open != null) {
                tunnel.attach(open.admit(pid -> parts.criu().owns(id, pid), parts.come()));
            }
        } catch (TransshipException e) {
            tunnel.fail(e);
        }
    }

    /**
     * Somebody else may take it before CRIU does; then the dump fails and the container goes on.
     */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "no port on loopback is free: " + e.getMessage() + ".",
                    e);
        }
    }

    /** The dump's files are complete: with post-copy CRIU serves pages from now on. */
    public void dumped(int port) {
        if (mode != MigrationMode.POST_COPY) {
            return;
        }
        PageDoor given = socket;
        if (given != null) {
            tunnel.attach(given.admitListener());
            return;
        }
        try {
            Socket connection = new Socket();
            connection.setTcpNoDelay(true);
            connection.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                    Math.toIntExact(parts.connect().toMillis()));
            tunnel.attach(connection);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "CRIU serves no pages: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Page-server: waits until the target has the last page; returns what was sent. */
    public Checksum awaitSent(Duration deadline) throws InterruptedException {
        try {
            tunnel.done().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return streams.stream();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TransshipException known
                    ? known
                    : new TransshipException(FailureCode.INTERNAL, String.valueOf(e), e);
        } catch (TimeoutException e) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "the target did not take the last page within " + deadline + ".",
                    e);
        }
    }

    /** Why the dump could not go on, if that was not CRIU's own failure. */
    public Optional<TransshipException> cutOff() {
        return tunnel.cutOff();
    }

    /** Bytes of pages sent so far. */
    public long sentBytes() {
        return tunnel.sentBytes();
    }

    @Override
    public void close() {
        tunnel.close();
        if (socket != null) {
            socket.close();
        }
        if (door != null) {
            door.close();
        }
    }
}
