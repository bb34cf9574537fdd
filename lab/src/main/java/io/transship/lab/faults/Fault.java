package io.transship.lab.faults;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;

/**
 * One case of the matrix.
 *
 * @param mode how the container moves
 * @param step where the fault strikes
 * @param kind what fails
 * @param lasting whether it is mended only when the migration has ended, or nothing more is to be
 *     hoped for; else after a moment
 * @param choice of the file that is damaged, where files are, and of the moment
 */
record Fault(MigrationMode mode, FaultStep step, FaultKind kind, boolean lasting, int choice) {

    private static final int SHORTEST_MS = 300;
    private static final int LONGEST_MS = 1800;

    /** After which a fault that does not last is mended. */
    Duration moment() {
        return Duration.ofMillis(SHORTEST_MS + Math.floorMod(choice, LONGEST_MS - SHORTEST_MS + 1));
    }

    /**
     * Whether the container may begin anew, without its state: the machine that held the only copy
     * lost its power.
     */
    boolean mayLoseState() {
        return switch (kind) {
            case POWER_CUT_SOURCE -> step.isBefore(lastStateAtSource());
            case CORRUPT_IMAGE_AT_SOURCE -> mayDamageState();
            case POWER_CUT_TARGET -> !step.isBefore(FaultStep.FETCHING);
            default -> false;
        };
    }

    /** Where all of the state is in the dump, the target needs the source no more. */
    private FaultStep lastStateAtSource() {
        return switch (mode) {
            case LEAVE_RUNNING, POST_COPY -> FaultStep.FETCHING;
            default -> FaultStep.RECEIVED;
        };
    }

    /**
     * Whether the container may be lost: a copy that serves and fetches its memory still is cut off
     * from it. A cut that comes a little earlier may be noticed only when the copy is adopted. The
     * one documented exception.
     */
    boolean mayLoseContainer() {
        return mode == MigrationMode.POST_COPY
                && (kind.isInFlight() || !step.isBefore(FaultStep.RESTORING))
                && step != FaultStep.AFTER
                && kind.separates();
    }

    /**
     * Whether the state may come out damaged: files are sealed while they are sent, so what becomes
     * of the source's memory between its dump and that moment is not noticed. The documented limit.
     */
    boolean mayDamageState() {
        return kind == FaultKind.CORRUPT_IMAGE_AT_SOURCE;
    }

    /** Whether clients may see the count of the dump again: the source served on after it. */
    boolean mayRewind() {
        return mode == MigrationMode.LEAVE_RUNNING;
    }

    /** "copy, dumped, kill-manager, lasting". */
    @Override
    public String toString() {
        return mode + ", " + step.word() + ", " + kind.word() + (lasting ? ", lasting" : "");
    }
}
