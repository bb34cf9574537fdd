package io.transship.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationWorld.Copy;
import io.transship.core.migration.MigrationWorld.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Everything that may come of what the machine asks for, in this world. */
final class Outcomes {

    private Outcomes() {}

    static List<Outcome> of(MigrationState state, MigrationWorld world) {
        return switch (state.pending()) {
            case PREPARE -> orFails(world, MigrationEvent.PREPARED, world);
            case HOLD ->
                    orFails(world, MigrationEvent.HELD, world.network(true, false, world.routes()));
            case MIGRATE -> dump(state, world);
            case STOP_SOURCE -> stopSource(world);
            case FENCE -> fence(state, world);
            case NONE -> travel(state, world);
            case ASK_TARGET -> ask(world);
            case ADOPT_TARGET -> adoptTarget(state, world);
            case RELEASE_TO_TARGET -> releaseToTarget(world);
            case COMMIT_TARGET -> commitTarget(state, world);
            case AWAIT_PAGES -> awaitPages(world);
            case COMMIT_SOURCE ->
                    List.of(
                            new Outcome(
                                    MigrationEvent.SOURCE_COMMITTED,
                                    world.source(Copy.NONE, false)),
                            new Outcome(MigrationEvent.NO_ANSWER, world.source(Copy.NONE, false)),
                            new Outcome(MigrationEvent.NO_ANSWER, world));
            default -> back(state.pending(), world);
        };
    }

    private static List<Outcome> back(MigrationEffect effect, MigrationWorld world) {
        return switch (effect) {
            case ABORT_TARGET ->
                    List.of(
                            new Outcome(MigrationEvent.TARGET_ABORTED, dead(world)),
                            new Outcome(MigrationEvent.NO_ANSWER, dead(world)),
                            new Outcome(MigrationEvent.NO_ANSWER, world));
            case AWAIT_LEASE_END -> List.of(new Outcome(MigrationEvent.LEASE_ENDED, dead(world)));
            case ABORT_SOURCE ->
                    List.of(
                            new Outcome(
                                    MigrationEvent.SOURCE_SERVES, world.source(Copy.RUNNING, true)),
                            new Outcome(MigrationEvent.NO_ANSWER, world.source(Copy.RUNNING, true)),
                            new Outcome(MigrationEvent.NO_ANSWER, world));
            case RELEASE_TO_SOURCE ->
                    orFails(
                            world.network(false, false, 's'),
                            MigrationEvent.RELEASED,
                            world.network(false, false, 's'));
            default -> throw new AssertionError(effect);
        };
    }

    private static List<Outcome> releaseToTarget(MigrationWorld world) {
        MigrationWorld released = world.network(false, false, 't');
        return orFails(released, MigrationEvent.RELEASED, released);
    }

    private static List<Outcome> ask(MigrationWorld world) {
        return world.target() == Copy.RUNNING
                ? orFails(world, MigrationEvent.TARGET_RUNS, world)
                : List.of(new Outcome(MigrationEvent.FAILED, world));
    }

    private static List<Outcome> orFails(
            MigrationWorld failed, MigrationEvent success, MigrationWorld done) {
        return List.of(
                new Outcome(success, done),
                new Outcome(MigrationEvent.FAILED, failed),
                new Outcome(MigrationEvent.FAILED, done));
    }

    /** The stream may be cut at any moment: the source may go on to dump and send all the same. */
    private static List<Outcome> dump(MigrationState state, MigrationWorld world) {
        MigrationWorld dumped =
                switch (state.mode()) {
                    case LEAVE_RUNNING -> world;
                    case POST_COPY -> world.source(Copy.STOPPED, false).pages(false);
                    default -> world.source(Copy.STOPPED, false);
                };
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(new Outcome(MigrationEvent.DUMPED, dumped));
        outcomes.add(new Outcome(MigrationEvent.FAILED, world));
        outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, dumped));
        if (state.mode() == MigrationMode.LEAVE_RUNNING) {
            outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, world.target(Copy.RUNNING, false)));
        }
        return outcomes;
    }

    private static List<Outcome> stopSource(MigrationWorld world) {
        MigrationWorld stopped = world.source(Copy.STOPPED, false);
        return List.of(
                new Outcome(MigrationEvent.SOURCE_STOPPED, stopped),
                new Outcome(MigrationEvent.NO_ANSWER, stopped),
                new Outcome(MigrationEvent.FAILED, world));
    }

    /** With its word a copy that runs already, unplugged, is plugged in. */
    private static List<Outcome> fence(MigrationState state, MigrationWorld world) {
        MigrationWorld fenced = world.network(true, true, world.routes());
        if (state.mode() == MigrationMode.LEAVE_RUNNING && world.target() == Copy.RUNNING) {
            fenced = fenced.target(Copy.RUNNING, true);
        }
        return orFails(world, MigrationEvent.FENCED, fenced);
    }

    private static List<Outcome> travel(MigrationState state, MigrationWorld world) {
        boolean leaves = state.mode() == MigrationMode.LEAVE_RUNNING;
        MigrationWorld restored =
                world.fenced() || leaves ? world.target(Copy.RUNNING, !leaves) : world;
        if (state.phase() == MigrationPhase.TRANSFERRING) {
            return List.of(
                    new Outcome(MigrationEvent.TRANSFERRED, world),
                    new Outcome(MigrationEvent.FAILED, world),
                    new Outcome(MigrationEvent.SOURCE_LOST, world),
                    new Outcome(MigrationEvent.SOURCE_LOST, restored),
                    new Outcome(MigrationEvent.NO_ANSWER, restored));
        }
        return List.of(
                new Outcome(MigrationEvent.TARGET_RUNS, restored),
                new Outcome(MigrationEvent.SOURCE_LOST, world),
                new Outcome(MigrationEvent.SOURCE_LOST, restored),
                new Outcome(MigrationEvent.FAILED, world),
                new Outcome(MigrationEvent.FAILED, dead(world)),
                new Outcome(MigrationEvent.NO_ANSWER, restored));
    }

    private static List<Outcome> adoptTarget(MigrationState state, MigrationWorld world) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, world));
        if (world.target() == Copy.COMMITTED) {
            outcomes.add(new Outcome(MigrationEvent.TARGET_ADOPTED, world));
            if (state.mode() == MigrationMode.POST_COPY && !world.pagesThere()) {
                outcomes.add(new Outcome(MigrationEvent.PAGES_LOST, dead(world)));
            }
        } else if (world.target() == Copy.RUNNING) {
            MigrationWorld adopted = world.target(Copy.COMMITTED, true);
            outcomes.add(new Outcome(MigrationEvent.TARGET_ADOPTED, adopted));
            outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, adopted));
            outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, dead(world)));
        } else if (world.targetServed()) {
            outcomes.add(new Outcome(MigrationEvent.PAGES_LOST, world));
        } else {
            outcomes.add(new Outcome(MigrationEvent.TARGET_COPY_DEAD, world));
        }
        return outcomes;
    }

    /** Of what is adopted only a post-copy that lacks pages can be lost. */
    private static List<Outcome> commitTarget(MigrationState state, MigrationWorld world) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, world));
        if (world.target() == Copy.COMMITTED) {
            outcomes.add(new Outcome(MigrationEvent.TARGET_COMMITTED, world));
        }
        if (state.mode() == MigrationMode.POST_COPY && !world.pagesThere()) {
            outcomes.add(new Outcome(MigrationEvent.PAGES_LOST, dead(world)));
        }
        assertThat(outcomes.size()).as("what is released is adopted: %s", world).isGreaterThan(1);
        return outcomes;
    }

    private static List<Outcome> awaitPages(MigrationWorld world) {
        if (world.target() != Copy.COMMITTED) {
            return List.of(
                    new Outcome(MigrationEvent.PAGES_LOST, world),
                    new Outcome(MigrationEvent.NO_ANSWER, world));
        }
        if (world.pagesThere()) {
            return List.of(
                    new Outcome(MigrationEvent.PAGES_ARRIVED, world),
                    new Outcome(MigrationEvent.NO_ANSWER, world));
        }
        return List.of(
                new Outcome(MigrationEvent.PAGES_ARRIVED, world.pages(true)),
                new Outcome(MigrationEvent.NO_ANSWER, world.pages(true)),
                new Outcome(MigrationEvent.NO_ANSWER, world),
                new Outcome(MigrationEvent.NO_ANSWER, dead(world)),
                new Outcome(MigrationEvent.PAGES_LOST, dead(world)));
    }

    private static MigrationWorld dead(MigrationWorld world) {
        return world.target() == Copy.NONE ? world : world.target(Copy.DEAD, false);
    }
}
