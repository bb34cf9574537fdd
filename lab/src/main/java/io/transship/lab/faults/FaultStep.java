package io.transship.lab.faults;

import io.transship.core.migration.MigrationMode;
import java.util.Locale;
import java.util.Optional;

/** Where in a migration a fault strikes, in the order of a copy. */
enum FaultStep {
    /** Before it is ordered. */
    BEFORE(Role.NOBODY, ""),
    /** The source begins. */
    PREPARING(Role.SOURCE, "preparing"),
    /** The writable layer is about to be sent, while the container serves. */
    LAYER_AHEAD(Role.SOURCE, "layer-ahead"),
    /** The copy waits on the target. */
    TARGET_PREPARED(Role.TARGET, "prepared"),
    /** Both are ready. */
    PREPARED(Role.SOURCE, "prepared"),
    /** The switches are about to hold. */
    HOLDING(Role.MANAGER, "hold"),
    /** Held; the dump is about to be ordered. */
    HELD(Role.MANAGER, "migrate"),
    /** The container's processes stand still. */
    FROZEN(Role.SOURCE, "frozen"),
    /** The dump is there, nothing of it is sent. */
    DUMPED(Role.SOURCE, "dumped"),
    /** The manager is about to fence the container. */
    FENCING(Role.MANAGER, "fence"),
    /** The first byte of the dump is about to be sent. */
    TRANSFERRING(Role.SOURCE, "transferring"),
    /** The target has every byte. */
    RECEIVED(Role.TARGET, "received"),
    /** The target is about to restore. */
    RESTORING(Role.TARGET, "moving"),
    /** The copy runs, and nobody but the target knows. */
    COPY_RUNS(Role.TARGET, "copy-runs"),
    /** The manager is about to have the target adopt its copy. */
    ADOPTING(Role.MANAGER, "adopt-target"),
    /** The target of a post-copy has adopted it, and lacks memory; nobody else knows. */
    FETCHING(Role.TARGET, "fetching"),
    /** The target has adopted it, and nobody else knows; of a post-copy: all memory is there. */
    ADOPTED(Role.TARGET, "committed"),
    /** The frames are about to be let go. */
    RELEASING(Role.MANAGER, "release-to-target"),
    /** Clients are served by the target. */
    RELEASED(Role.MANAGER, "commit-target"),
    /** The source is about to be told that its container is over. */
    COMMITTED_TARGET(Role.MANAGER, "commit-source"),
    /** When all is over. */
    AFTER(Role.NOBODY, "");

    /** Whose program stands still at the step. */
    enum Role {
        SOURCE,
        TARGET,
        MANAGER,
        NOBODY
    }

    private final Role role;
    private final String word;

    FaultStep(Role role, String word) {
        this.role = role;
        this.word = word;
    }

    Role role() {
        return role;
    }

    /** The name of its breakpoint; empty if nobody has to stop there. */
    Optional<String> breakpoint() {
        return role == Role.NOBODY
                ? Optional.empty()
                : Optional.of(role.name().toLowerCase(Locale.ROOT) + "." + word);
    }

    /** Whether a migration of that mode comes there. */
    boolean occursIn(MigrationMode mode) {
        return this != FETCHING || mode == MigrationMode.POST_COPY;
    }

    boolean isBefore(FaultStep other) {
        return compareTo(other) < 0;
    }

    /** "target-prepared". */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
