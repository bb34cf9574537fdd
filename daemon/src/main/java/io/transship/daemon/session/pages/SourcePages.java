package io.transship.daemon.session.pages;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.session.pages.ahead.HotPages;
import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.transfer.tunnel.LocalSocket;
import io.transship.daemon.transfer.tunnel.PageDoor;
import io.transship.daemon.transfer.tunnel.PageStreams;
import io.transship.daemon.transfer.tunnel.StreamTap;
import io.transship.daemon.transfer.tunnel.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;

/** The source's end of the tunnel of memory pages, in the modes that have one. */
public final class SourcePages implements AutoCloseable {

    private final PageParts parts;
    private final MigrationMode mode;
    private final PageStreams streams = new PageStreams();
    private final Tunnel tunnel;
    private final PageDoor door;
    private final RateCap cap;

    /**
     * An end that is not connected yet.
     *
     * @param cap what the migration may send, files included
     */
    public SourcePages(PageParts parts, MigrationId id, MigrationMode mode, RateCap cap) {
        this.parts = parts;
        this.mode = mode;
        this.cap = cap;
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
        this.door = new PageDoor(parts.criu().socket(id));
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

    /** From now on CRIU sends what it dumps. */
    public void expect() {
        if (mode == MigrationMode.PAGE_SERVER) {
            parts.threads().execute(this::admit);
        }
    }

    private void admit() {
        try {
            tunnel.attach(door.admitSpeaker(parts.come()));
        } catch (TransshipException e) {
            tunnel.fail(e);
        }
    }

    /**
     * Post-copy: CRIU serves pages from now on, those first that the copy will touch at once. To be
     * called when the dump's files are on their way, which come before the pages.
     *
     * @param dump the folder with the dump's files
     */
    public void serve(Path dump) {
        if (mode != MigrationMode.POST_COPY) {
            return;
        }
        LocalSocket criu = door.admitListener();
        try {
            HotPages.ask(dump, criu.out(), cap.bitsPerSecond());
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "CRIU can't be asked for pages: " + e.getMessage() + ".",
                    e);
        }
        tunnel.attach(criu);
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

    /** The same, as they went onto the wire. */
    public long wireBytes() {
        return tunnel.wireBytes();
    }

    @Override
    public void close() {
        tunnel.close();
        door.close();
    }
}
