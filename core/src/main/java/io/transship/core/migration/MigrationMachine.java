package io.transship.core.migration;

import static io.transship.core.migration.MigrationEffect.ABORT_SOURCE;
import static io.transship.core.migration.MigrationEffect.ABORT_TARGET;
import static io.transship.core.migration.MigrationEffect.AWAIT_LEASE_END;
import static io.transship.core.migration.MigrationEffect.COMMIT_SOURCE;
import static io.transship.core.migration.MigrationEffect.COMMIT_TARGET;
import static io.transship.core.migration.MigrationEffect.CONFIRM_TARGET;
import static io.transship.core.migration.MigrationEffect.FENCE;
import static io.transship.core.migration.MigrationEffect.HOLD;
import static io.transship.core.migration.MigrationEffect.MIGRATE;
import static io.transship.core.migration.MigrationEffect.NONE;
import static io.transship.core.migration.MigrationEffect.PREPARE;
import static io.transship.core.migration.MigrationEffect.RELEASE_TO_SOURCE;
import static io.transship.core.migration.MigrationEffect.RELEASE_TO_TARGET;
import static io.transship.core.migration.MigrationEvent.DUMPED;
import static io.transship.core.migration.MigrationEvent.FAILED;
import static io.transship.core.migration.MigrationEvent.FENCED;
import static io.transship.core.migration.MigrationEvent.NO_ANSWER;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order of a migration, as a function from state and event to the next state, whose {@code
 * pending} is what is to be done.
 *
 * <p>Two copies never serve: the source may come back only when the target confirmed that its copy
 * is dead or its lease is over, and the target is reachable only from {@link
 * MigrationPhase#SWITCHING} on, which the journal has before anything is released.
 */
public final class MigrationMachine {

    private MigrationMachine() {}

    /** The next state; empty if the event can't happen in this state. */
    public static Optional<MigrationState> next(MigrationState state, MigrationEvent event) {
        return Optional.ofNullable(
                switch (state.phase()) {
                    case PLANNED ->
                            event == MigrationEvent.ORDERED
                                    ? state.in(MigrationPhase.PREPARING, PREPARE)
                                    : null;
                    case PREPARING, HOLDING, DUMPING, TRANSFERRING, RESTORING ->
                            event == FAILED || event == NO_ANSWER
                                    ? state.in(MigrationPhase.ROLLING_BACK, ABORT_TARGET)
                                    : towardsCommit(state, event);
                    case SWITCHING -> switching(state, event);
                    case ROLLING_BACK -> rollingBack(state, event);
                    case COMMITTED, ROLLED_BACK -> null;
                });
    }

    /**
     * Where a manager goes on that finds this phase in its journal after a crash: before the commit
     * point back, from there on forward. What was held or copied is not known any more, so all of
     * it is assumed.
     */
    public static MigrationState recovered(MigrationPhase journalled) {
        MigrationState worst = new MigrationState(journalled, NONE, true, true);
        return switch (journalled) {
            case COMMITTED, ROLLED_BACK -> worst;
            case SWITCHING -> worst.doing(RELEASE_TO_TARGET);
            default -> worst.in(MigrationPhase.ROLLING_BACK, ABORT_TARGET);
        };
    }

    private static @Nullable MigrationState towardsCommit(
            MigrationState state, MigrationEvent event) {
        return switch (event) {
            case PREPARED ->
                    state.pending() == PREPARE
                            ? state.in(MigrationPhase.HOLDING, HOLD).touchingNetwork()
                            : null;
            case HELD ->
                    state.pending() == HOLD
                            ? state.in(MigrationPhase.DUMPING, MIGRATE).orderingDump()
                            : null;
            case DUMPED, FENCED, TRANSFERRED -> travelling(state, event);
            case TARGET_RUNS ->
                    state.phase() == MigrationPhase.RESTORING && state.pending() == NONE
                            ? state.doing(CONFIRM_TARGET)
                            : null;
            case TARGET_CONFIRMED ->
                    state.pending() == CONFIRM_TARGET
                            ? state.in(MigrationPhase.SWITCHING, RELEASE_TO_TARGET)
                            : null;
            default -> null;
        };
    }

    private static @Nullable MigrationState travelling(MigrationState state, MigrationEvent event) {
        if (event == DUMPED) {
            return state.phase() == MigrationPhase.DUMPING
                    ? state.in(MigrationPhase.TRANSFERRING, FENCE)
                    : null;
        }
        if (state.phase() != MigrationPhase.TRANSFERRING) {
            return null;
        }
        if (event == FENCED) {
            return state.pending() == FENCE ? state.doing(NONE) : null;
        }
        return state.pending() == NONE ? state.in(MigrationPhase.RESTORING, NONE) : null;
    }

    private static @Nullable MigrationState switching(MigrationState state, MigrationEvent event) {
        return switch (state.pending()) {
            case RELEASE_TO_TARGET ->
                    // A release that failed ends with the hold's lease at the switches: go on.
                    event == MigrationEvent.RELEASED || event == FAILED
                            ? state.doing(COMMIT_TARGET)
                            : null;
            case COMMIT_TARGET ->
                    switch (event) {
                        case TARGET_COMMITTED -> state.doing(COMMIT_SOURCE);
                        case TARGET_COPY_DEAD ->
                                state.in(MigrationPhase.ROLLING_BACK, ABORT_SOURCE);
                        case NO_ANSWER, FAILED -> state;
                        default -> null;
                    };
            case COMMIT_SOURCE ->
                    switch (event) {
                        case SOURCE_COMMITTED -> state.in(MigrationPhase.COMMITTED, NONE);
                        case NO_ANSWER, FAILED -> state;
                        default -> null;
                    };
            default -> null;
        };
    }

    private static @Nullable MigrationState rollingBack(
            MigrationState state, MigrationEvent event) {
        return switch (state.pending()) {
            case ABORT_TARGET ->
                    switch (event) {
                        case TARGET_ABORTED -> state.doing(ABORT_SOURCE);
                        case NO_ANSWER, FAILED ->
                                state.doing(state.copyPossible() ? AWAIT_LEASE_END : ABORT_SOURCE);
                        default -> null;
                    };
            case AWAIT_LEASE_END ->
                    event == MigrationEvent.LEASE_ENDED ? state.doing(ABORT_SOURCE) : null;
            case ABORT_SOURCE ->
                    switch (event) {
                        case SOURCE_SERVES ->
                                state.networkTouched()
                                        ? state.doing(RELEASE_TO_SOURCE)
                                        : state.in(MigrationPhase.ROLLED_BACK, NONE);
                        case NO_ANSWER, FAILED -> state;
                        default -> null;
                    };
            case RELEASE_TO_SOURCE ->
                    event == MigrationEvent.RELEASED || event == FAILED
                            ? state.in(MigrationPhase.ROLLED_BACK, NONE)
                            : null;
            default -> null;
        };
    }
}
