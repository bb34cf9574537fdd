package io.transship.daemon.control;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.session.SessionPhase;
import io.transship.daemon.session.SessionRecord;
import io.transship.daemon.session.Sessions;
import io.transship.daemon.session.SourceSession;
import io.transship.daemon.session.TargetSession;
import io.transship.daemon.session.pages.PagesCame;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.AbortRequest;
import java.util.Optional;

/** The manager's word on a migration, whichever side of it this host is. */
final class Decisions {

    private final Sessions sessions;
    private final ContainerRuntime runtime;

    Decisions(Sessions sessions, ContainerRuntime runtime) {
        this.sessions = sessions;
        this.runtime = runtime;
    }

    void adopt(MigrationId id) {
        Optional<TargetSession> target = sessions.target(id);
        if (target.isPresent()) {
            target.get().adopt();
        } else if (!committedBefore(id)) {
            throw endedAs(id, SessionPhase.ABORTED) ? ended(id) : DaemonService.unknown(id);
        }
    }

    void commit(MigrationId id) {
        Optional<TargetSession> target = sessions.target(id);
        Optional<SourceSession> source = sessions.source(id);
        if (target.isPresent()) {
            target.get().commit();
        } else if (source.isPresent()) {
            source.get().commit();
        } else if (!committedBefore(id)) {
            throw lostBefore(id) ? lost(id) : DaemonService.unknown(id);
        }
    }

    /** How far the memory of a committed copy is. */
    PagesCame fetching(MigrationId id) {
        Optional<TargetSession> target = sessions.target(id);
        if (target.isPresent()) {
            return target.get().fetching();
        }
        if (committedBefore(id)) {
            return new PagesCame(true, 0);
        }
        throw lostBefore(id) ? lost(id) : DaemonService.unknown(id);
    }

    private boolean lostBefore(MigrationId id) {
        return endedAs(id, SessionPhase.LOST);
    }

    /** Whether that became of the target's side, which has no session any more. */
    private boolean endedAs(MigrationId id, SessionPhase end) {
        return sessions.past(id, SessionRecord.Role.TARGET).filter(end::equals).isPresent();
    }

    private static TransshipException ended(MigrationId id) {
        return new TransshipException(
                FailureCode.MIGRATION_UNKNOWN,
                "migration "
                        + id
                        + " was given up here: by order, or because the daemon of the target ended"
                        + " before the copy was adopted.");
    }

    private static TransshipException lost(MigrationId id) {
        return new TransshipException(
                FailureCode.POSTCOPY_LOST,
                "the daemon of the target ended while the memory of migration "
                        + id
                        + " was on its way; the copy was killed.");
    }

    /** Whether a copy of this host serves afterwards. */
    boolean abort(AbortRequest request) {
        MigrationId id = Specs.migration(request.getMigrationId());
        String reason = request.getReason();
        Optional<TargetSession> target = sessions.target(id);
        if (target.isPresent()) {
            return target.get().abort(reason);
        }
        Optional<SourceSession> source = sessions.source(id);
        if (source.isPresent()) {
            return source.get().abort(reason);
        }
        if (committedBefore(id)) {
            return true;
        }
        sessions.refuse(id);
        return !request.getContainer().isEmpty()
                && runtime.find(Specs.container(request.getContainer()))
                        .filter(ManagedContainer::running)
                        .isPresent();
    }

    private boolean committedBefore(MigrationId id) {
        return endedAs(id, SessionPhase.COMMITTED);
    }
}
