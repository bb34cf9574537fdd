package io.transship.lab.faults;

import io.transship.core.migration.MigrationMode;

/**
 * One case of the matrix.
 *
 * @param mode how the container moves
 * @param step where the fault strikes
 * @param kind what fails
 * @param lasting whether it is mended only when the migration has ended, or nothing more is to be
 *     hoped for; else after a moment
 * @param choice of the file that is damaged, where files are
 */
record Fault(MigrationMode mode, FaultStep step, FaultKind kind, boolean lasting, int choice) {

    /**
     * Whether the container may begin anew, without its state: the machine that held the only copy
     * lost its power.
     */
    boolean mayLoseState() {
        return switch (kind) {
            case POWER_CUT_SOURCE ->
                    step.isBefore(FaultStep.RECEIVED) || mode == MigrationMode.POST_COPY;
            case POWER_CUT_TARGET -> !step.isBefore(FaultStep.ADOPTED);
            default -> false;
        };
    }

    /** "copy, dumped, kill-manager, lasting". */
    @Override
    public String toString() {
        return mode + ", " + step.word() + ", " + kind.word() + (lasting ? ", lasting" : "");
    }
}
