package io.transship.daemon.session.pages;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.RunningCommand;
import io.transship.daemon.session.pages.ahead.PageDesk;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.transfer.tunnel.LocalDoor;
import io.transship.daemon.transfer.tunnel.LocalSocket;
import io.transship.daemon.transfer.tunnel.PageStreams;
import io.transship.daemon.transfer.tunnel.StreamTap;
import io.transship.daemon.transfer.tunnel.Tunnel;
import io.transship.daemon.transfer.tunnel.TunnelTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The target's end of the tunnel of memory pages, and the process behind it. In the modes without
 * one it does nothing. Thread-safe.
 */
public final class TargetPages implements AutoCloseable {

    /** A sign of life is sent each 200 ms, and pages in between. */
    private static final Duration LATELY = Duration.ofMillis(100);

    /** Shorter than the manager's patience with an adoption. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final PageParts parts;
    private final MigrationId id;
    private final MigrationMode mode;
    private final Listener listener;
    private final PageStreams streams = new PageStreams();
    private final PageDesk desk = new PageDesk(System::nanoTime);
    private final Tunnel tunnel;
    private TransferServer.@Nullable Registration registration;
    private @Nullable RunningCommand program;

    /** Hears what becomes of a post-copy's pages. Called on any thread; may block. */
    public interface Listener {

        /** The rest can't come: whoever waits for a page does so until this returns, not longer. */
        void lost(TransshipException reason);

        /** All are here. */
        void arrived();
    }

    /** An end that nobody may connect to yet. */
    public TargetPages(PageParts parts, MigrationId id, MigrationMode mode, Listener listener) {
        this.parts = parts;
        this.id = id;
        this.mode = mode;
        this.listener = listener;
        boolean fetches = mode == MigrationMode.POST_COPY;
        this.tunnel =
                new Tunnel(
                        streams::isComplete,
                        fetches
                                ? new Tunnel.Taps(StreamTap.NONE, streams)
                                : new Tunnel.Taps(streams, StreamTap.NONE),
                        this::broken,
                        RateCap.none(),
                        parts.threads());
    }

    /** Expects the tunnel from the source; empty where the mode has none. */
    public Optional<TransferId> open(String source) {
        if (!mode.passesFiles()) {
            return Optional.empty();
        }
        TransferId transfer = TransferId.draw(parts.random());
        synchronized (this) {
            registration = parts.data().register(transfer, source, tunnel);
        }
        return Optional.of(transfer);
    }

    /** Page-server: from now on pages can come. */
    public void startReceiving() {
        if (mode == MigrationMode.PAGE_SERVER) {
            start(port -> parts.criu().receive(id, port));
        }
    }

    /** Post-copy: what will fetch pages waits for its word. */
    public void armFetching() {
        if (mode == MigrationMode.POST_COPY) {
            tunnel.attach(desk);
            var _ =
                    start(port -> parts.criu().fetch(id, port))
                            .ended()
                            .whenComplete((result, failure) -> fetcherEnded(result, failure));
        }
    }

    /**
     * Post-copy: the dump's files are there, as the source sent them. What fetches reads them and
     * asks for nothing before the restore does.
     *
     * @param dump their folder
     */
    public void startFetching(Path dump) {
        if (mode != MigrationMode.POST_COPY) {
            return;
        }
        try {
            desk.begin(dump);
        } catch (IOException | CompletionException e) {
            throw new TransshipException(
                    FailureCode.RESTORE_FAILED,
                    "what fetches memory is gone: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Post-copy: returns when pages can be asked for, after {@link #startFetching}. */
    public void awaitFetching() {
        if (mode == MigrationMode.POST_COPY) {
            parts.criu().awaitFetching(id, running());
        }
    }

    /** Starts a process that connects to the port it is told. */
    @FunctionalInterface
    private interface Start {
        RunningCommand at(int port);
    }

    /** It connects as soon as it pleases. */
    private RunningCommand start(Start start) {
        LocalDoor door = new LocalDoor();
        try {
            RunningCommand started = start.at(door.port());
            synchronized (this) {
                program = started;
            }
            parts.threads().execute(() -> admit(door));
            return started;
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    private void admit(LocalDoor door) {
        try {
            LocalSocket criu =
                    LocalSocket.of(door.admit(pid -> parts.criu().owns(id, pid), parts.come()));
            if (mode == MigrationMode.POST_COPY) {
                desk.connect(criu);
            } else {
                tunnel.attach(criu);
            }
        } catch (TransshipException e) {
            tunnel.fail(e);
        } catch (IOException e) {
            // It was to be closed, as the tunnel was over already.
        }
    }

    /** Before the local socket is closed: whoever waits for a page still waits. */
    private void broken(TransshipException reason) {
        // Once CRIU says that it is through it alone knows whether it has everything.
        if (mode == MigrationMode.POST_COPY && !streams.isComplete()) {
            listener.lost(tunnel.cutOff().orElseGet(() -> criuFailed(reason)));
        }
    }

    private static TransshipException criuFailed(TransshipException reason) {
        return new TransshipException(
                FailureCode.RESTORE_FAILED, String.valueOf(reason.getMessage()), reason);
    }

    private void fetcherEnded(@Nullable CommandResult result, @Nullable Throwable failure) {
        if (result != null && result.succeeded()) {
            listener.arrived();
            return;
        }
        String words = result == null ? String.valueOf(failure) : result.words();
        listener.lost(
                new TransshipException(
                        FailureCode.RESTORE_FAILED,
                        "what fetched the memory pages ended too early: " + words + "."));
    }

    /**
     * Page-server: waits until every page that the source sent is written.
     *
     * @return the contents of the files that hold them; none in the other modes
     */
    public List<Checksum> awaitReceived(Checksum announced, Duration deadline)
            throws InterruptedException {
        if (mode != MigrationMode.PAGE_SERVER) {
            return List.of();
        }
        RunningCommand server = running();
        try {
            tunnel.done().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            CommandResult result = server.ended().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!result.succeeded()) {
                throw new TransshipException(
                        FailureCode.TRANSFER_FAILED,
                        "the page server did not come to its end: " + result.words() + ".");
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TransshipException known
                    ? known
                    : new TransshipException(FailureCode.TRANSFER_FAILED, String.valueOf(e), e);
        } catch (TimeoutException e) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "the page server did not end within " + deadline + ".",
                    e);
        }
        if (!streams.stream().equals(announced)) {
            throw new TransshipException(
                    FailureCode.DIGEST_MISMATCH, "the memory pages are not what the source sent.");
        }
        return streams.images();
    }

    private synchronized RunningCommand running() {
        RunningCommand started = program;
        if (started == null) {
            throw new IllegalStateException("no page server was started");
        }
        return started;
    }

    /**
     * The last look before a copy is adopted whose memory is elsewhere: from then on there is no
     * way back.
     *
     * @throws TransshipException TRANSFER_FAILED if the source's host can't be reached
     */
    public void requireSource() {
        boolean needed = mode == MigrationMode.POST_COPY && !streams.isComplete();
        if (needed && !tunnel.hearsPeer(LATELY, ANSWER)) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "the source's host does not answer, and memory is still to come from it.");
        }
    }

    /** The copy serves from now on; from where it fetches is watched closely. */
    public void adopted() {
        tunnel.watch(TunnelTimes.STRICT);
    }

    /** Bytes of pages that came so far. */
    public long receivedBytes() {
        return tunnel.receivedBytes();
    }

    /** Ends the tunnel, and what is behind it. */
    @Override
    public void close() {
        TransferServer.Registration open;
        synchronized (this) {
            open = registration;
        }
        if (open != null) {
            open.close();
        }
        tunnel.close();
        stop();
    }

    private void stop() {
        RunningCommand started;
        synchronized (this) {
            started = program;
        }
        if (started != null) {
            started.kill();
        }
    }
}
