package io.transship.core.migration;

/**
 * All that is known of a migration between two events.
 *
 * @param mode how memory travels; AUTO was replaced by one of the others before the order
 * @param phase where it stands
 * @param pending what is being done
 * @param networkTouched whether the switches hold the container's frames, or its routes may point
 *     to the target
 * @param copyPossible whether the target may have a running copy: the source was ordered to dump
 */
public record MigrationState(
        MigrationMode mode,
        MigrationPhase phase,
        MigrationEffect pending,
        boolean networkTouched,
        boolean copyPossible) {

    /** Nothing happened yet. */
    public static MigrationState planned(MigrationMode mode) {
        return new MigrationState(mode, MigrationPhase.PLANNED, MigrationEffect.NONE, false, false);
    }

    MigrationState doing(MigrationEffect effect) {
        return new MigrationState(mode, phase, effect, networkTouched, copyPossible);
    }

    MigrationState in(MigrationPhase next, MigrationEffect effect) {
        return new MigrationState(mode, next, effect, networkTouched, copyPossible);
    }

    MigrationState touchingNetwork() {
        return new MigrationState(mode, phase, pending, true, copyPossible);
    }

    MigrationState orderingDump() {
        return new MigrationState(mode, phase, pending, networkTouched, true);
    }
}
