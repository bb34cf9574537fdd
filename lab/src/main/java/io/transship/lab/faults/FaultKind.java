package io.transship.lab.faults;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What fails. */
enum FaultKind {
    KILL_SOURCE_DAEMON,
    KILL_TARGET_DAEMON,
    KILL_MANAGER,
    KILL_SOURCE_ENGINE,
    KILL_TARGET_ENGINE,
    POWER_CUT_SOURCE,
    POWER_CUT_TARGET,
    CUT_DATA_OF_SOURCE,
    CUT_DATA_OF_TARGET,
    CUT_MANAGEMENT_OF_SOURCE,
    CUT_MANAGEMENT_OF_TARGET,
    FILL_DISK_OF_SOURCE(FaultStep.BEFORE, FaultStep.PREPARED, FaultStep.HELD, FaultStep.COPY_RUNS),
    FILL_DISK_OF_TARGET(
            FaultStep.BEFORE, FaultStep.PREPARED, FaultStep.DUMPED, FaultStep.COPY_RUNS),
    CORRUPT_IMAGE_AT_SOURCE(FaultStep.DUMPED),
    TRUNCATE_IMAGE_AT_SOURCE(FaultStep.DUMPED),
    CORRUPT_IMAGE_AT_TARGET(FaultStep.RECEIVED, FaultStep.RESTORING),
    TRUNCATE_IMAGE_AT_TARGET(FaultStep.RECEIVED, FaultStep.RESTORING),
    CORRUPT_IMAGE_IN_FLIGHT(
            FaultStep.LAYER_AHEAD, FaultStep.FROZEN, FaultStep.TRANSFERRING, FaultStep.FETCHING),
    TRUNCATE_IMAGE_IN_FLIGHT(
            FaultStep.LAYER_AHEAD, FaultStep.FROZEN, FaultStep.TRANSFERRING, FaultStep.FETCHING),
    WRONG_IMAGE_ON_TARGET(FaultStep.BEFORE, FaultStep.PREPARING),
    REFUSED_CONTROL_PORT(
            FaultStep.BEFORE, FaultStep.PREPARING, FaultStep.LAYER_AHEAD, FaultStep.HELD),
    REFUSED_DATA_PORT(
            FaultStep.BEFORE,
            FaultStep.PREPARING,
            FaultStep.TARGET_PREPARED,
            FaultStep.TRANSFERRING);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes no other
    private final Set<FaultStep> steps;

    FaultKind(FaultStep... steps) {
        this.steps = Set.of(steps);
    }

    /** The steps at which it can strike. */
    Set<FaultStep> steps() {
        return steps.isEmpty() ? EnumSet.allOf(FaultStep.class) : steps;
    }

    /** Whether it parts a target from what the source has yet, or ends one of the two. */
    boolean separates() {
        return switch (this) {
            case KILL_SOURCE_DAEMON,
                    KILL_TARGET_DAEMON,
                    POWER_CUT_SOURCE,
                    POWER_CUT_TARGET,
                    CUT_DATA_OF_SOURCE,
                    CUT_DATA_OF_TARGET,
                    CORRUPT_IMAGE_IN_FLIGHT,
                    TRUNCATE_IMAGE_IN_FLIGHT ->
                    true;
            default -> false;
        };
    }

    /**
     * Whether it waits, from its step on, for the next big piece that passes; of a post-copy that
     * may be a page that the copy fetches while it serves.
     */
    boolean isInFlight() {
        return this == CORRUPT_IMAGE_IN_FLIGHT || this == TRUNCATE_IMAGE_IN_FLIGHT;
    }

    /** "kill-source-daemon". */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
