package io.transship.daemon.session;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;

/**
 * What the journal keeps of a session.
 *
 * @param id of the migration
 * @param role which side this host is
 * @param container which container
 * @param phase the last one that was entered
 * @param plugsAtAdoption of a target: whether the copy's port stays out of the bridge until then
 */
public record SessionRecord(
        MigrationId id,
        Role role,
        ContainerId container,
        SessionPhase phase,
        boolean plugsAtAdoption) {

    /** Which side of a migration this host is. */
    public enum Role {
        /** It had the container. */
        SOURCE,
        /** It shall have it. */
        TARGET
    }

    /** Of a source, or of a target whose copy is plugged in before it is restored. */
    public SessionRecord(MigrationId id, Role role, ContainerId container, SessionPhase phase) {
        this(id, role, container, phase, false);
    }

    SessionRecord in(SessionPhase next) {
        return new SessionRecord(id, role, container, next, plugsAtAdoption);
    }
}
