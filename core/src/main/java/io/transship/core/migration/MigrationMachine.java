package io.transship.core.migration;

import static io.transship.core.migration.MigrationEffect.ABORT_SOURCE;
import static io.transship.core.migration.MigrationEffect.ABORT_TARGET;
import static io.transship.core.migration.MigrationEffect.ADOPT_TARGET;
import static io.transship.core.migration.MigrationEffect.ASK_TARGET;
import static io.transship.core.migration.MigrationEffect.AWAIT_LEASE_END;
import static io.transship.core.migration.MigrationEffect.AWAIT_PAGES;
import static io.transship.core.migration.MigrationEffect.COMMIT_SOURCE;
import static io.transship.core.migration.MigrationEffect.COMMIT_TARGET;
import static io.transship.core.migration.MigrationEffect.FENCE;
import static io.transship.core.migration.MigrationEffect.HOLD;
import static io.transship.core.migration.MigrationEffect.MIGRATE;
import static io.transship.core.migration.MigrationEffect.NONE;
import static io.transship.core.migration.MigrationEffect.PREPARE;
import static io.transship.core.migration.MigrationEffect.RELEASE_TO_SOURCE;
import static io.transship.core.migration.MigrationEffect.RELEASE_TO_TARGET;
import static io.transship.core.migration.MigrationEffect.STOP_SOURCE;
import static io.transship.core.migration.MigrationEvent.FAILED;
import static io.transship.core.migration.MigrationEvent.FENCED;
import static io.transship.core.migration.MigrationEvent.NO_ANSWER;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order of a migration, as a function from state and event to the next state, whose {@code
 * pending} is what is to be done. {@link BeforeCommit} and {@link AfterCommit} say how modes
 * differ.
 *
 * <p>Two copies never serve: the source may come back only when the target confirmed that its copy
 * is dead or its lease is over, and the target is reachable only after it has adopted its copy, for
 * which it is asked from {@link MigrationPhase#SWITCHING} on. What it has adopted outlives its
 * daemon and its host's power, so the source's older dump never comes back once clients may have
 * seen the target.
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
                                    : BeforeCommit.next(state, event);
                    case SWITCHING, FETCHING, LOSING -> AfterCommit.next(state, event);
                    case ROLLING_BACK -> rollingBack(state, event);
                    case COMMITTED, ROLLED_BACK, LOST -> null;
                });
    }

    /**
     * Where a manager goes on that finds this phase in its journal after a crash: before the commit
     * point back, from there on forward. What was held or copied is not known any more, so all of
     * it is assumed.
     */
    public static MigrationState recovered(MigrationMode mode, MigrationPhase journalled) {
        MigrationState worst = new MigrationState(mode, journalled, NONE, true, true);
        return switch (journalled) {
            case COMMITTED, ROLLED_BACK, LOST -> worst;
            case SWITCHING -> worst.doing(ADOPT_TARGET);
            case FETCHING -> worst.doing(AWAIT_PAGES);
            case LOSING -> worst.doing(COMMIT_SOURCE);
            default -> worst.in(MigrationPhase.ROLLING_BACK, ABORT_TARGET);
        };
    }

    /** From the order to the commit point. */
    private static final class BeforeCommit {

        /** The source serves until the target runs; so the hold comes late. */
        static boolean holdsLate(MigrationState state) {
            return state.mode() == MigrationMode.LEAVE_RUNNING;
        }

        static @Nullable MigrationState next(MigrationState state, MigrationEvent event) {
            return switch (event) {
                case PREPARED ->
                        state.pending() == PREPARE
                                ? holdsLate(state) ? dump(state) : hold(state)
                                : null;
                case HELD ->
                        state.pending() == HOLD
                                ? holdsLate(state) ? state.doing(STOP_SOURCE) : dump(state)
                                : null;
                case SOURCE_STOPPED -> state.pending() == STOP_SOURCE ? state.doing(FENCE) : null;
                case DUMPED, FENCED, TRANSFERRED -> travelling(state, event);
                case TARGET_RUNS -> arrived(state);
                case SOURCE_LOST -> withoutSource(state);
                default -> null;
            };
        }

        private static MigrationState hold(MigrationState state) {
            return state.in(MigrationPhase.HOLDING, HOLD).touchingNetwork();
        }

        private static MigrationState adopt(MigrationState state) {
            return state.in(MigrationPhase.SWITCHING, ADOPT_TARGET);
        }

        private static @Nullable MigrationState arrived(MigrationState state) {
            boolean awaited = state.pending() == NONE || state.pending() == ASK_TARGET;
            return state.phase() == MigrationPhase.RESTORING && awaited
                    ? holdsLate(state) ? hold(state) : adopt(state)
                    : null;
        }

        /** Where all of the state is in the dump, the target may have it already. */
        private static @Nullable MigrationState withoutSource(MigrationState state) {
            boolean underWay =
                    state.phase() == MigrationPhase.TRANSFERRING
                            || state.phase() == MigrationPhase.RESTORING;
            if (!underWay || state.pending() != NONE) {
                return null;
            }
            return holdsLate(state) || state.mode() == MigrationMode.POST_COPY
                    ? state.in(MigrationPhase.ROLLING_BACK, ABORT_TARGET)
                    : state.in(MigrationPhase.RESTORING, ASK_TARGET);
        }

        private static MigrationState dump(MigrationState state) {
            return state.in(MigrationPhase.DUMPING, MIGRATE).orderingDump();
        }

        private static @Nullable MigrationState travelling(
                MigrationState state, MigrationEvent event) {
            if (event == MigrationEvent.DUMPED) {
                return state.phase() == MigrationPhase.DUMPING
                        ? state.in(MigrationPhase.TRANSFERRING, holdsLate(state) ? NONE : FENCE)
                        : null;
            }
            if (event == FENCED) {
                return state.pending() == FENCE
                        ? holdsLate(state) ? adopt(state) : state.doing(NONE)
                        : null;
            }
            return state.phase() == MigrationPhase.TRANSFERRING && state.pending() == NONE
                    ? state.in(MigrationPhase.RESTORING, NONE)
                    : null;
        }
    }

    /** From the commit point to the end. */
    private static final class AfterCommit {

        static @Nullable MigrationState next(MigrationState state, MigrationEvent event) {
            return switch (state.pending()) {
                case ADOPT_TARGET -> adopting(state, event);
                case RELEASE_TO_TARGET ->
                        // A release that failed ends with the hold's lease at the switches: go on.
                        event == MigrationEvent.RELEASED || event == FAILED
                                ? state.doing(COMMIT_TARGET)
                                : null;
                case COMMIT_TARGET -> committing(state, event);
                case AWAIT_PAGES ->
                        switch (event) {
                            case PAGES_ARRIVED -> state.doing(COMMIT_SOURCE);
                            case PAGES_LOST -> state.in(MigrationPhase.LOSING, COMMIT_SOURCE);
                            case NO_ANSWER, FAILED -> state;
                            default -> null;
                        };
                case COMMIT_SOURCE ->
                        switch (event) {
                            case SOURCE_COMMITTED -> state.in(end(state), NONE);
                            case NO_ANSWER, FAILED -> state;
                            default -> null;
                        };
                default -> null;
            };
        }

        private static boolean fetches(MigrationState state) {
            return state.mode() == MigrationMode.POST_COPY;
        }

        private static @Nullable MigrationState adopting(
                MigrationState state, MigrationEvent event) {
            return switch (event) {
                case TARGET_ADOPTED -> state.doing(RELEASE_TO_TARGET);
                case TARGET_COPY_DEAD -> state.in(MigrationPhase.ROLLING_BACK, ABORT_TARGET);
                case PAGES_LOST -> lost(state);
                case NO_ANSWER, FAILED -> state;
                default -> null;
            };
        }

        private static @Nullable MigrationState lost(MigrationState state) {
            return fetches(state) ? state.in(MigrationPhase.LOSING, COMMIT_SOURCE) : null;
        }

        private static @Nullable MigrationState committing(
                MigrationState state, MigrationEvent event) {
            return switch (event) {
                case TARGET_COMMITTED ->
                        fetches(state)
                                ? state.in(MigrationPhase.FETCHING, AWAIT_PAGES)
                                : state.doing(COMMIT_SOURCE);
                case PAGES_LOST -> lost(state);
                case NO_ANSWER, FAILED -> state;
                default -> null;
            };
        }

        private static MigrationPhase end(MigrationState state) {
            return state.phase() == MigrationPhase.LOSING
                    ? MigrationPhase.LOST
                    : MigrationPhase.COMMITTED;
        }
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
