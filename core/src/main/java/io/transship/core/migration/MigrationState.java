package io.transship.core.migration;

/**
 * All that is known of a migration between two events.
 *
 * @param phase where it stands
 * @param pending what is being done
 * @param networkTouched whether the switches hold the container's frames, or its routes may point
 *     to the target
 * @param copyPossible whether the target may have a running copy: the source was ordered to dump
 */
public record MigrationState(
        MigrationPhase phase,
        MigrationEffect pending,
        boolean networkTouched,
        boolean copyPossible) {

    /** Nothing happened yet. */
    public static MigrationState planned() {
        return new MigrationState(MigrationPhase.PLANNED, MigrationEffect.NONE, false, false);
    }

    MigrationState doing(MigrationEffect effect) {
        return new MigrationState(phase, effect, networkTouched, copyPossible);
    }

    MigrationState in(MigrationPhase next, MigrationEffect effect) {
        return new MigrationState(next, effect, networkTouched, copyPossible);
    }

    MigrationState touchingNetwork() {
        return new MigrationState(phase, pending, true, copyPossible);
    }

    MigrationState orderingDump() {
        return new MigrationState(phase, pending, networkTouched, true);
    }
}
