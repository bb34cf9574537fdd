package io.transship.daemon.session;

import static java.util.Objects.requireNonNull;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.luggage.Arrivals;
import io.transship.daemon.luggage.ArrivingImage;
import io.transship.daemon.session.lease.CopyGuard;
import io.transship.daemon.session.lease.Lease;
import io.transship.daemon.session.lease.Repeater;
import io.transship.daemon.session.pages.ImageSeal;
import io.transship.daemon.session.pages.PagesCame;
import io.transship.daemon.session.pages.TargetPages;
import io.transship.daemon.transfer.FileDigest;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferInbox;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.wire.Digests;
import io.transship.daemon.wire.WireFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target's side of one migration. An uncommitted copy lives under a lease and dies with it;
 * commit and abort exclude each other, whichever comes first. Thread-safe.
 */
public final class TargetSession {

    private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);

    private final SessionParts parts;
    private final MigrationId id;
    private final Handover handover;
    private final Path directory;
    private final TransferInbox inbox;
    private final ArrivingImage image;
    private final Arrivals arrivals;
    private final ArrivingRounds rounds;
    private final SessionState state;
    private final PostCopyFetch fetching;
    private final TargetPages pages;
    private final FenceGate fence;
    private final CopyGuard guard;
    private final Repeater repeater;

    /** Held by whoever works with the engine for this session. */
    private final ReentrantLock work = new ReentrantLock();

    private final Object killing = new Object();

    private TransferServer.@Nullable Registration registration;
    private @Nullable Lease lease;
    private @Nullable Path images;
    private List<ImageSeal> seals = List.of();
    private Laps laps = new Laps();

    TargetSession(
            SessionParts parts, SessionJournal journal, SessionRecord record, Handover handover) {
        this.parts = parts;
        this.id = record.id();
        this.state =
                new SessionState(
                        journal, record, SessionPhase.COPY_RUNS, to -> parts.decided(id, to));
        this.handover = handover;
        this.fence = new FenceGate(parts, record, handover);
        this.guard = new CopyGuard(parts.engine(), id, () -> state.phase().isDecided());
        this.repeater = new Repeater(parts.scheduler(), parts.threads());
        this.directory = SessionFolders.create(parts.settings().workDirectory(), id);
        this.image = new ArrivingImage(parts.engine().images(), handover, directory);
        this.arrivals = new Arrivals(parts.engine(), handover.spec().name(), directory);
        this.inbox = new TransferInbox(directory, SessionFolders.usable(directory));
        this.rounds = new ArrivingRounds(parts.engine().rounds(), id, handover.mode(), inbox);
        this.fetching =
                new PostCopyFetch(
                        parts,
                        state,
                        work,
                        new PostCopyFetch.Ends(
                                () -> repeater.untilDone(this::complete),
                                this::cleanUp,
                                this::abort));
        this.pages =
                new TargetPages(
                        parts.pages(parts.settings().ahead()), id, handover.mode(), fetching);
    }

    /** What the journal has of it. */
    public SessionRecord record() {
        return state.record();
    }

    /** Opens the data port for the source. */
    public TransferId open(String source, Duration length) {
        TransferId transfer = TransferId.draw(parts.random());
        lease =
                new Lease(
                        System::nanoTime,
                        length,
                        parts.scheduler(),
                        why -> parts.threads().execute(() -> leaseEnded(why)));
        registration = parts.data().register(transfer, source, inbox);
        return transfer;
    }

    /** Opens the tunnel of memory pages for the source; empty if the mode has none. */
    public Optional<TransferId> openTunnel(String source) {
        return pages.open(source);
    }

    /** Its image, on the way. */
    public ArrivingImage image() {
        return image;
    }

    /**
     * Image and layer have been sent: the container is made and waits for its dump.
     *
     * @return false if nothing is made yet, because the image is wanted whole, in the next batch
     */
    public boolean prepare(int batch, List<FileDigest> announced)
            throws IOException, InterruptedException {
        Digests.requireSame(id, announced, inbox.await(batch, parts.settings().ahead()));
        working(
                () -> {
                    Engine engine = parts.engine();
                    image.load();
                    if (image.isWantedWhole()) {
                        return;
                    }
                    images = engine.target().prepare(id, handover);
                    inbox.openFolder(WireFiles.DUMP, images);
                    rounds.open();
                    arrivals.unpack();
                    pages.startReceiving();
                    engine.target().arm(id);
                    pages.armFetching();
                    state.enter(SessionPhase.PREPARED);
                });
        if (image.isWantedWhole()) {
            return false;
        }
        guard.begin(handover.spec().name(), lease);
        return true;
    }

    /**
     * Waits until the dump is here and whole.
     *
     * @param stream what the source sent to the page server, in the mode that has one
     */
    public void receive(List<FileDigest> announced, Checksum stream)
            throws IOException, InterruptedException {
        laps = new Laps();
        Digests.requireSame(id, announced, inbox.await(2, parts.settings().ahead()));
        laps.lap("arrive");
        Path folder = requireNonNull(images, "prepared before");
        working(() -> pages.startFetching(folder));
        List<Checksum> written = pages.awaitReceived(stream, parts.settings().transfer());
        seals = new ArrayList<>(rounds.seals());
        seals.add(new ImageSeal(folder, inbox.checksums(WireFiles.DUMP), written).withRest());
        laps.lap("seal");
        state.enter(SessionPhase.RECEIVED);
        laps.lap("journal");
    }

    /**
     * Restores, once the manager has said that the container is fenced, or if the source serves on.
     *
     * @return how long the restore took, in ns
     */
    public long restore() throws IOException, InterruptedException {
        fence.await();
        laps.lap("fence");
        long[] took = new long[1];
        working(
                () -> {
                    state.enter(SessionPhase.MOVING);
                    laps.lap("journal");
                    if (arrivals.hasLayer()) {
                        parts.engine().target().stepBack(id);
                        laps.lap("step back");
                    }
                    arrivals.unpack();
                    laps.lap("unpack");
                    seals.forEach(ImageSeal::verify);
                    laps.lap("verify");
                    long begin = System.nanoTime();
                    fence.plug();
                    laps.lap("plug");
                    pages.awaitFetching();
                    laps.lap("fetcher");
                    parts.engine().target().restore(id, parts.settings().restore());
                    laps.lap("restore");
                    took[0] = System.nanoTime() - begin;
                    state.enter(SessionPhase.COPY_RUNS);
                    laps.lap("journal");
                });
        LOG.info("Migration {} to here: {}", id, laps);
        return took[0];
    }

    /**
     * The manager is alive.
     *
     * @param token that came back; 0 for none
     * @return a new token
     */
    public long renew(long token, boolean fenced) {
        Lease running = lease;
        if (running == null || state.phase() == SessionPhase.ABORTED) {
            throw state.noCopy(parts.host());
        }
        running.extendFrom(token);
        guard.extend(running);
        if (fenced) {
            fence.said(state.phase());
        }
        return running.token();
    }

    /** Waits until the copy runs; if it has no future, the reason, else MIGRATION_UNKNOWN. */
    public void awaitCopy() {
        state.awaitCopy();
    }

    /**
     * The copy is the container now: only an order to remove it ends it any more, and a daemon that
     * starts anew keeps it. The manager lets nobody reach it before. Post-copy's memory may come
     * yet.
     *
     * @throws TransshipException RESTORE_FAILED, TRANSFER_FAILED, or MIGRATION_UNKNOWN with what
     *     ended the copy as its cause: not adopted
     */
    public void adopt() {
        fetching.requireNotLost();
        state.beforeAdoption(
                parts.host(),
                () -> {
                    pages.requireSource();
                    parts.engine().target().keep(id);
                });
        boolean all = handover.mode() != MigrationMode.POST_COPY;
        boolean fetched = all || state.phase() == SessionPhase.COMMITTED;
        if (!state.decide(fetched ? SessionPhase.COMMITTED : SessionPhase.FETCHING)) {
            throw state.noCopy(parts.host());
        }
        endLease();
        guard.end(); // first: nobody may kill what is adopted
        state.write();
        fence.adopted();
        pages.adopted();
    }

    /** Completes what was adopted. */
    public void commit() {
        adopt();
        if (state.phase() == SessionPhase.COMMITTED) {
            complete();
        }
        if (parts.engine().pages().fetched(id)) {
            fetching.arrived();
        }
    }

    private void complete() {
        work.lock();
        try {
            parts.engine().target().commit(id);
            cleanUp();
        } finally {
            work.unlock();
        }
    }

    private void cleanUp() {
        closeData();
        SessionFolders.delete(directory);
    }

    /**
     * How far the memory of a committed post-copy is.
     *
     * @throws TransshipException POSTCOPY_LOST; MIGRATION_UNKNOWN if it was never committed
     */
    public PagesCame fetching() {
        return switch (state.phase()) {
            case COMMITTED -> new PagesCame(true, pages.receivedBytes());
            case FETCHING -> new PagesCame(false, pages.receivedBytes());
            case LOST -> throw fetching.failure();
            default -> throw state.noCopy(parts.host());
        };
    }

    /**
     * Kills the copy before this returns; true if a committed copy serves here instead.
     *
     * @param reason of whoever orders it, for people
     */
    public boolean abort(String reason) {
        return aborted(state.abort(reason));
    }

    /** The same, for a reason of this host's own, which whatever is under way fails for. */
    public boolean abort(TransshipException reason) {
        return aborted(state.abort(reason));
    }

    private boolean aborted(boolean decided) {
        if (!decided) {
            return state.phase() != SessionPhase.LOST;
        }
        endLease();
        fence.giveUp();
        repeater.untilDone(this::end);
        return false;
    }

    private void end() {
        // At once, so that a restore that hangs comes to its end; and again when the worker is out.
        kill();
        closeData();
        work.lock();
        try {
            kill();
            guard.end();
            state.write();
            SessionFolders.delete(directory);
        } finally {
            work.unlock();
        }
    }

    /** One after the other: several may find out at the same time that the copy has no future. */
    private void kill() {
        synchronized (killing) {
            parts.engine().target().abort(id);
        }
    }

    /** The source is gone: a copy for which something is missing yet has no future. */
    public void sourceLost() {
        SessionPhase phase = state.phase();
        if (phase == SessionPhase.OPEN || phase == SessionPhase.PREPARED) {
            abort(
                    new TransshipException(
                            FailureCode.TRANSFER_FAILED, "the source ended the session."));
        }
    }

    private void leaseEnded(TransshipException why) {
        try {
            abort(why);
        } catch (RuntimeException e) {
            LOG.error("The copy of migration {} could not be killed", id, e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void working(Work piece) throws IOException {
        work.lock();
        try {
            state.requireUndecided();
            piece.run();
            state.requireFuture();
        } catch (TransshipException e) {
            throw state.explained(e);
        } finally {
            work.unlock();
        }
    }

    private void endLease() {
        Optional.ofNullable(lease).ifPresent(Lease::cancel);
    }

    private void closeData() {
        Optional.ofNullable(registration).ifPresent(TransferServer.Registration::close);
        pages.close();
    }
}
