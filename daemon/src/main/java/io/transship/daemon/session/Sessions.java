package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ManagedContainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this host, by migration; those that are over are remembered for a while, so that
 * late and repeated calls get the right answer. Thread-safe.
 */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int REMEMBERED = 256;

    private final SessionParts parts;
    private final SessionJournal journal;
    private final Map<MigrationId, SourceSession> sources = new LinkedHashMap<>();
    private final Map<MigrationId, TargetSession> targets =
            Collections.synchronizedMap(new LinkedHashMap<>());

    /** Sides of migrations that ended here without a session object: id to what became of them. */
    private final Map<MigrationId, Map<SessionRecord.Role, SessionRecord>> past =
            new LinkedHashMap<>();

    /** No sessions yet; {@link #recover} comes first. */
    public Sessions(SessionParts parts) {
        this.parts = parts;
        this.journal = new SessionJournal(parts.settings().workDirectory().resolve("sessions"));
    }

    /**
     * Brings order into what an earlier life of this daemon left: copies that were not committed
     * die, committed ones are completed, sources wait for the manager's word.
     */
    public synchronized void recover() {
        SessionFolders.deleteAll(parts.settings().workDirectory());
        for (SessionRecord record : journal.readAll()) {
            try {
                recover(record);
            } catch (TransshipException e) {
                LOG.error("Migration {} could not be cleaned up: {}", record.id(), e.line());
            }
        }
    }

    private void recover(SessionRecord record) {
        if (record.role() == SessionRecord.Role.SOURCE) {
            sources.put(record.id(), new SourceSession(parts, journal, record, SessionPhase.OPEN));
        } else if (record.phase() == SessionPhase.COMMITTED) {
            remember(record);
            parts.engine().guard().release(record.id());
            completeAgain(record);
        } else if (record.phase() == SessionPhase.ABORTED) {
            remember(record);
        } else if (record.phase() == SessionPhase.FETCHING) {
            recoverFetching(record);
        } else if (record.phase() == SessionPhase.LOST) {
            parts.engine().pages().lose(record.id());
            remember(record);
        } else {
            recoverUncommitted(record);
        }
    }

    /**
     * Whatever the engine still knows of the migration: a container of that name is here only
     * because of it.
     */
    private void recoverUncommitted(SessionRecord record) {
        parts.engine().target().abort(record.id());
        parts.engine().guard().release(record.id());
        removeCopy(record.container());
        SessionRecord aborted = record.in(SessionPhase.ABORTED);
        journal.write(aborted);
        remember(aborted);
    }

    private void removeCopy(ContainerId container) {
        if (parts.engine().runtime().find(container).isPresent()) {
            parts.engine().runtime().remove(container);
        }
    }

    /**
     * After a start of the host: the containers that are to run always are started, which the
     * engine can't do by itself, because their networks are gone. One that takes part in a
     * migration waits for the manager's word.
     */
    public void revive() {
        Set<ContainerId> moving =
                all().stream()
                        .filter(record -> !record.phase().isDecided())
                        .map(SessionRecord::container)
                        .collect(Collectors.toUnmodifiableSet());
        ContainerRuntime runtime = parts.engine().runtime();
        for (ManagedContainer container : runtime.list()) {
            ContainerId name = container.spec().name();
            if (!container.running()
                    && container.spec().restart().survivesReboot()
                    && !moving.contains(name)) {
                try {
                    runtime.start(name);
                    LOG.info("{} is started again", name);
                } catch (TransshipException e) {
                    LOG.error("{} could not be started again: {}", name, e.line());
                }
            }
        }
    }

    /** After a power cut nothing is left to do: what belonged to the move was on memory. */
    private void completeAgain(SessionRecord record) {
        try {
            if (record.plugsAtAdoption()) {
                // The earlier life may have ended between the journal and the port.
                parts.engine().target().plug(record.id());
            }
            parts.engine().target().commit(record.id());
        } catch (TransshipException e) {
            if (e.code() != FailureCode.MIGRATION_UNKNOWN) {
                throw e;
            }
            LOG.debug("Migration {} is complete: {}", record.id(), e.getMessage());
        }
    }

    /**
     * What fetched its memory broke with the daemon's earlier life, unless it had all. After a
     * power cut only the engine knows the copy yet; without its memory it must not begin anew.
     */
    private void recoverFetching(SessionRecord record) {
        SessionPhase end =
                parts.engine().pages().fetched(record.id())
                        ? SessionPhase.COMMITTED
                        : SessionPhase.LOST;
        if (end == SessionPhase.LOST) {
            parts.engine().pages().lose(record.id());
            removeCopy(record.container());
        }
        journal.write(record.in(end));
        if (end == SessionPhase.COMMITTED) {
            completeAgain(record);
        }
        remember(record.in(end));
    }

    /** The source's session of that migration, opened if it is new. */
    public synchronized SourceSession openSource(MigrationId id, ContainerId container) {
        SourceSession known = sources.get(id);
        if (known != null) {
            return known;
        }
        requireNew(id, SessionRecord.Role.SOURCE);
        requireIdle(container);
        SessionRecord record =
                new SessionRecord(id, SessionRecord.Role.SOURCE, container, SessionPhase.OPEN);
        journal.write(record);
        SourceSession session = new SourceSession(parts, journal, record, SessionPhase.MOVING);
        sources.put(id, session);
        parts.tuning().begins(id.text());
        return session;
    }

    /**
     * A new target's session.
     *
     * @param plugsAtAdoption whether the copy's port stays out of the bridge until then
     */
    public synchronized TargetSession openTarget(
            MigrationId id, Handover handover, boolean plugsAtAdoption) {
        if (targets.containsKey(id)) {
            throw new TransshipException(
                    FailureCode.MIGRATION_IN_PROGRESS, "migration " + id + " is open here.");
        }
        requireNew(id, SessionRecord.Role.TARGET);
        requireIdle(handover.spec().name());
        if (parts.engine().runtime().find(handover.spec().name()).isPresent()) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    parts.host() + " has a container " + handover.spec().name() + " already.");
        }
        SessionRecord record =
                new SessionRecord(
                        id,
                        SessionRecord.Role.TARGET,
                        handover.spec().name(),
                        SessionPhase.OPEN,
                        plugsAtAdoption);
        journal.write(record);
        TargetSession session = new TargetSession(parts, journal, record, handover);
        targets.put(id, session);
        parts.tuning().begins(id.text());
        return session;
    }

    /** The source's session of that migration, if it is open or was lately. */
    public synchronized Optional<SourceSession> source(MigrationId id) {
        return Optional.ofNullable(sources.get(id));
    }

    /** The target's session of that migration, if it is open or was lately. */
    public synchronized Optional<TargetSession> target(MigrationId id) {
        return Optional.ofNullable(targets.get(id));
    }

    /**
     * The same, but without waiting for another session that is being opened, which an engine or a
     * disk may hold up for longer than a lease: one that is opened right now is not there yet.
     */
    public Optional<TargetSession> openedTarget(MigrationId id) {
        return Optional.ofNullable(targets.get(id));
    }

    /** What became of a side that has no session object any more. */
    public synchronized Optional<SessionPhase> past(MigrationId id, SessionRecord.Role role) {
        return Optional.ofNullable(past.getOrDefault(id, Map.of()).get(role))
                .map(SessionRecord::phase);
    }

    /** From now on the migration can't begin here: it was aborted before it was heard of. */
    public synchronized void refuse(MigrationId id) {
        for (SessionRecord.Role role : SessionRecord.Role.values()) {
            remember(new SessionRecord(id, role, new ContainerId("none"), SessionPhase.ABORTED));
        }
    }

    /** Every session, whether it is over or not. */
    public synchronized List<SessionRecord> all() {
        return Stream.concat(
                        sources.values().stream().map(SourceSession::record),
                        targets.values().stream().map(TargetSession::record))
                .toList();
    }

    /** Containers that are here only as uncommitted copies, or already moved away. */
    public Set<ContainerId> notOurs() {
        return all().stream()
                .filter(Sessions::belongsElsewhere)
                .map(SessionRecord::container)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean belongsElsewhere(SessionRecord record) {
        return record.role() == SessionRecord.Role.TARGET && !record.phase().isDecided();
    }

    /** Cuts the connections of all sessions; their journal stays. */
    public synchronized void disconnect() {
        sources.values().forEach(SourceSession::disconnect);
    }

    /** Refuses a container that takes part in a migration. */
    public synchronized void requireIdle(ContainerId container) {
        for (SessionRecord record : all()) {
            if (record.container().equals(container) && !record.phase().isOver()) {
                throw new TransshipException(
                        FailureCode.MIGRATION_IN_PROGRESS,
                        container + " takes part in migration " + record.id() + " already.");
            }
        }
    }

    private void requireNew(MigrationId id, SessionRecord.Role role) {
        forgetOldest();
        if (past.getOrDefault(id, Map.of()).containsKey(role)) {
            throw new TransshipException(
                    FailureCode.MIGRATION_UNKNOWN, "migration " + id + " is over here.");
        }
    }

    private void remember(SessionRecord record) {
        past.computeIfAbsent(record.id(), _ -> new HashMap<>()).put(record.role(), record);
    }

    private void forgetOldest() {
        List<SessionRecord> over =
                new ArrayList<>(all().stream().filter(r -> r.phase().isOver()).toList());
        for (SessionRecord record : over.subList(0, Math.max(0, over.size() - REMEMBERED))) {
            sources.remove(record.id());
            targets.remove(record.id());
            journal.delete(record);
        }
        while (past.size() > REMEMBERED) {
            past.remove(past.keySet().iterator().next());
        }
    }
}
