package io.transship.manager.migration;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationEvent;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.manager.daemons.DaemonClient;
import io.transship.manager.daemons.DaemonEndpoint;
import io.transship.manager.daemons.EventReader;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.HelloReply;
import io.transship.proto.v1.PagesReply;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RenewReply;
import io.transship.proto.v1.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two daemons of one migration. Used by one thread, {@link #interrupt} excepted. */
final class DaemonSide implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonSide.class);
    private static final Duration ADOPTION = Duration.ofSeconds(2);

    /** A target's words for a copy that it has not adopted and won't. */
    private static final Set<FailureCode> NOT_ADOPTED =
            Set.of(FailureCode.RESTORE_FAILED, FailureCode.TRANSFER_FAILED);

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final MigrationParts parts;
    private final OpenMigration migration;
    private final Progress progress;
    private final DaemonClient source;
    private final DaemonClient target;
    private final LeaseKeeper lease;
    private final BoundKeeper sending;
    private @Nullable EventReader moving;

    /** What the migration's thread reads now or has read. */
    private volatile @Nullable EventReader reading;

    private volatile boolean interrupted;
    private volatile ByteCount moved = ByteCount.ZERO;
    private volatile ByteCount content = ByteCount.ZERO;
    private ByteCount stateSize = ByteCount.ZERO;
    private Runnable whenDumped = () -> {};

    /** Pages that came after the copy began to serve. */
    private ByteCount fetched = ByteCount.ZERO;

    private @Nullable TransshipException loss;

    /** Is told how bytes get on. */
    @FunctionalInterface
    interface Progress {
        void told(String detail, long done, long total);
    }

    DaemonSide(MigrationParts parts, OpenMigration migration, Progress progress) {
        this.parts = parts;
        this.migration = migration;
        this.progress = progress;
        this.source = parts.daemons().client(migration.request().source());
        this.target = parts.daemons().client(migration.request().target());
        this.sending = new BoundKeeper(parts, migration, source);
        this.lease = new LeaseKeeper(target, migration.id(), parts.settings().targetLease());
    }

    /** Returns when both sides are ready. */
    void prepare() {
        sending.start();
        PrepareRequest request = request(target.hello());
        lease.start();
        try (EventReader events = watched(source.prepare(request, parts.settings().prepare()))) {
            count(events.until(Step.PREPARED, this::told));
        }
        lease.began();
        if (migration.request().mode() != MigrationMode.LEAVE_RUNNING) {
            // Now, not in the gap.
            sending.freezes();
        }
    }

    private PrepareRequest request(HelloReply to) {
        HostId host = migration.request().target();
        DaemonEndpoint endpoint = parts.daemons().endpoint(host);
        return PrepareRequest.newBuilder()
                .setMigrationId(migration.id())
                .setContainer(migration.request().container().name())
                .setTargetHost(host.name())
                .setTargetControlAddress(endpoint.daemon().host())
                .setTargetControlPort(endpoint.daemon().port())
                .setTargetDataAddress(to.getDataAddress())
                .setTargetDataPort(to.getDataPort())
                .setMode(migration.request().mode().word())
                .setLeaseMs(parts.settings().targetLease().toMillis())
                .setMaxRateBps(sending.bound().bps())
                .setPlugAtAdoption(!parts.redirect().keepsFrames())
                .build();
    }

    /** The most that is sent now; zero: no bound. */
    BitRate bound() {
        return sending.bound();
    }

    /**
     * Returns when nothing is heard of the container any more: frozen, but not yet dumped, so that
     * the fence is laid meanwhile. A source that is left running is dumped then.
     *
     * @param dumped is run when the processes are gone from the source
     */
    void dump(Runnable dumped) {
        EventReader events =
                watched(
                        source.migrate(
                                migration.id(), sending.bound(), parts.settings().migrate()));
        moving = events;
        whenDumped = dumped;
        boolean serves = migration.request().mode() == MigrationMode.LEAVE_RUNNING;
        told(events.until(serves ? Step.DUMPED : Step.FROZEN, this::told));
    }

    private EventReader watched(EventReader events) {
        reading = events;
        if (interrupted) {
            events.close();
        }
        return events;
    }

    /** Ends what the migration's thread waits for, now and from now on. From any thread. */
    void interrupt() {
        interrupted = true;
        EventReader events = reading;
        if (events != null) {
            events.close();
        }
    }

    /** Tells the target. One that has given up did so because of the source, which knows why. */
    void fenced() {
        try {
            lease.fenced();
        } catch (TransshipException e) {
            if (e.code() == FailureCode.MIGRATION_UNKNOWN) {
                awaitCopy(() -> {});
            }
            throw e;
        }
    }

    /** Returns when the target has the whole dump. */
    void awaitTransfer() {
        count(moving().until(Step.TRANSFERRED, this::told));
    }

    /**
     * Returns when the copy runs, whoever says so first; that it can't run is the source's word.
     *
     * @param meanwhile done beside it, before this returns
     */
    void awaitCopy(Runnable meanwhile) {
        CompletableFuture<Void> word = CompletableFuture.runAsync(this::awaitSuccess, THREADS);
        var _ =
                CompletableFuture.runAsync(
                                () -> target.awaitCopy(migration.id(), parts.settings().migrate()),
                                THREADS)
                        .thenRun(() -> word.complete(null));
        meanwhile.run();
        try {
            word.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TransshipException known ? known : e;
        }
    }

    private void awaitSuccess() {
        count(moving().until(Step.SUCCESS, this::told));
    }

    private EventReader moving() {
        EventReader events = moving;
        if (events == null) {
            throw new IllegalStateException("nothing moves");
        }
        return events;
    }

    /** The failure, or what is behind it: {@link MissedDeadline}. */
    TransshipException explained(TransshipException failure) {
        return MissedDeadline.explained(failure, List.of(source, target));
    }

    /** Whether the call to the source broke, so that only the target knows how far it is. */
    boolean lostSource() {
        return moving != null && moving.isBroken();
    }

    /**
     * How far the target is without its source; empty as long as it is under way.
     *
     * @param sourceMayCome whether a dump that is not complete yet may still become so
     */
    Optional<MigrationEvent> askTarget(boolean sourceMayCome) {
        try {
            RenewReply reply = lease.ask();
            if (reply.getRunning()) {
                return Optional.of(MigrationEvent.TARGET_RUNS);
            }
            boolean complete = !reply.getPhase().equals("prepared");
            return complete || sourceMayCome
                    ? Optional.empty()
                    : Optional.of(MigrationEvent.FAILED);
        } catch (TransshipException e) {
            LOG.warn("Migration {}: {}", migration.id(), e.line());
            return Optional.of(MigrationEvent.NO_ANSWER);
        }
    }

    MigrationEvent adoptTarget() {
        try {
            target.adopt(migration.id(), ADOPTION);
            lease.close();
            return MigrationEvent.TARGET_ADOPTED;
        } catch (TransshipException e) {
            MigrationEvent answer =
                    NOT_ADOPTED.contains(e.code())
                            ? MigrationEvent.TARGET_COPY_DEAD
                            : committing(e);
            if (answer == MigrationEvent.TARGET_COPY_DEAD) {
                loss = whyNoCopy(e);
            }
            return answer;
        }
    }

    /** The target's word on what ended the copy, where it has one. */
    private static TransshipException whyNoCopy(TransshipException e) {
        boolean gone = e.code() == FailureCode.MIGRATION_UNKNOWN;
        return gone && e.getCause() instanceof TransshipException why ? why : e;
    }

    /** Returns when the source, which was left running, has stopped and is unplugged. */
    void stopSource() {
        source.stop(migration.id());
    }

    /** Where the memory of a copy that serves stands; empty: it is still being fetched. */
    Optional<MigrationEvent> askForPages() {
        try {
            PagesReply pages = target.pages(migration.id());
            progress.told("fetching", pages.getBytesDone(), pages.getBytesTotal());
            fetched = new ByteCount(Math.max(fetched.bytes(), pages.getBytesDone()));
            return pages.getComplete()
                    ? Optional.of(MigrationEvent.PAGES_ARRIVED)
                    : Optional.empty();
        } catch (TransshipException e) {
            return Optional.of(
                    committing(e) == MigrationEvent.PAGES_LOST
                            ? MigrationEvent.PAGES_LOST
                            : unanswered(target));
        }
    }

    /** Why the target has no copy any more, if it lost it past the commit point. */
    Optional<TransshipException> loss() {
        return Optional.ofNullable(loss);
    }

    /** What a committed target's failure means. */
    private MigrationEvent committing(TransshipException e) {
        LOG.warn("Migration {}: {}", migration.id(), e.line());
        if (e.code() == FailureCode.POSTCOPY_LOST) {
            loss = e;
            return MigrationEvent.PAGES_LOST;
        }
        return e.code() == FailureCode.MIGRATION_UNKNOWN
                ? MigrationEvent.TARGET_COPY_DEAD
                : unanswered(target);
    }

    MigrationEvent commitTarget() {
        try {
            target.commit(migration.id());
            return MigrationEvent.TARGET_COMMITTED;
        } catch (TransshipException e) {
            MigrationEvent answer = committing(e);
            // It was adopted: if it is not known there, only people can tell what became of it.
            return answer == MigrationEvent.TARGET_COPY_DEAD ? MigrationEvent.NO_ANSWER : answer;
        }
    }

    MigrationEvent commitSource() {
        try {
            source.commit(migration.id());
            return MigrationEvent.SOURCE_COMMITTED;
        } catch (TransshipException e) {
            LOG.warn("Migration {}: {}", migration.id(), e.line());
            return unanswered(source);
        }
    }

    MigrationEvent abortTarget(String reason, Duration deadline) {
        lease.close();
        try {
            if (!target.abort(abort(reason).build(), deadline)) {
                return MigrationEvent.TARGET_ABORTED;
            }
        } catch (TransshipException e) {
            LOG.warn("Migration {}: {}", migration.id(), e.line());
            return unanswered(target);
        }
        // To bring the source back now would make two.
        throw new Unresolved(
                "the copy on " + target.host() + " was committed, but the journal has it not");
    }

    private AbortRequest.Builder abort(String reason) {
        return AbortRequest.newBuilder().setMigrationId(migration.id()).setReason(reason);
    }

    MigrationEvent abortSource(String reason) {
        AbortRequest request =
                abort(reason).setContainer(migration.request().container().name()).build();
        try {
            if (source.abort(request, parts.settings().abort())) {
                return MigrationEvent.SOURCE_SERVES;
            }
            LOG.error(
                    "Migration {}: {} says that it has no copy to serve with",
                    migration.id(),
                    source.host());
        } catch (TransshipException e) {
            LOG.warn("Migration {}: {}", migration.id(), e.line());
        }
        return unanswered(source);
    }

    private static MigrationEvent unanswered(DaemonClient daemon) {
        daemon.reconnect();
        return MigrationEvent.NO_ANSWER;
    }

    Duration leaseRemaining() {
        return lease.remaining();
    }

    private void count(io.transship.proto.v1.MigrationEvent event) {
        moved = new ByteCount(event.getMovedBytes());
        content = new ByteCount(event.getContentBytes());
    }

    ByteCount content() {
        return new ByteCount(content.bytes() + fetched.bytes());
    }

    ByteCount moved() {
        return new ByteCount(moved.bytes() + fetched.bytes());
    }

    ByteCount stateSize() {
        return stateSize;
    }

    private void told(io.transship.proto.v1.MigrationEvent event) {
        if (event.getStep() == Step.DUMPED) {
            stateSize = new ByteCount(event.getStateBytes());
            whenDumped.run();
        }
        progress.told(
                event.getStep().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                event.getBytesDone(),
                event.getBytesTotal());
    }

    @Override
    public void close() {
        sending.close();
        lease.close();
        if (moving != null) {
            moving.close();
        }
    }
}
