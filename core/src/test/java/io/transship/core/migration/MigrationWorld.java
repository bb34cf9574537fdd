package io.transship.core.migration;

/**
 * What is true out there in one moment of a migration.
 *
 * @param routes 's' or 't', where frames go unless they are held
 * @param sourcePlugged whether the source's container is in the network
 * @param targetPlugged whether the target's copy is
 * @param pagesThere whether the target has all memory
 * @param targetServed whether a frame may have reached a post-copy's target
 */
record MigrationWorld(
        Copy source,
        Copy target,
        boolean held,
        boolean fenced,
        char routes,
        boolean sourcePlugged,
        boolean targetPlugged,
        boolean pagesThere,
        boolean targetServed) {

    enum Copy {
        NONE,
        RUNNING,
        STOPPED,
        DEAD,
        COMMITTED
    }

    /** What may come of an effect, and what is true then. */
    record Outcome(MigrationEvent event, MigrationWorld world) {}

    static final MigrationWorld BEFORE =
            new MigrationWorld(
                    Copy.RUNNING, Copy.NONE, false, false, 's', true, false, true, false);

    MigrationWorld source(Copy copy, boolean plugged) {
        return new MigrationWorld(
                copy,
                target,
                held,
                fenced,
                routes,
                plugged,
                targetPlugged,
                pagesThere,
                targetServed);
    }

    MigrationWorld target(Copy copy, boolean plugged) {
        return new MigrationWorld(
                source,
                copy,
                held,
                fenced,
                routes,
                sourcePlugged,
                plugged,
                pagesThere,
                targetServed);
    }

    MigrationWorld network(boolean hold, boolean fence, char to) {
        boolean serves = targetServed || (!hold && to == 't' && target == Copy.COMMITTED);
        return new MigrationWorld(
                source, target, hold, fence, to, sourcePlugged, targetPlugged, pagesThere, serves);
    }

    MigrationWorld pages(boolean there) {
        return new MigrationWorld(
                source,
                target,
                held,
                fenced,
                routes,
                sourcePlugged,
                targetPlugged,
                there,
                targetServed);
    }

    boolean sourceRuns() {
        return source == Copy.RUNNING;
    }

    boolean targetRuns() {
        return target == Copy.RUNNING || target == Copy.COMMITTED;
    }

    boolean sourceServes() {
        return sourceRuns() && sourcePlugged && !held && routes == 's';
    }

    boolean targetServes() {
        return targetRuns() && targetPlugged && !held && routes == 't';
    }

    boolean twoAreHeard() {
        return sourceRuns() && sourcePlugged && targetRuns() && targetPlugged;
    }

    boolean oldStateServesAfterNew() {
        return targetServed && !pagesThere && sourceRuns();
    }
}
