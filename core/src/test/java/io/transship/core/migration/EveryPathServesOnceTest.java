package io.transship.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Walks every state that machine and world can reach together when each effect may succeed, fail,
 * or be cut off before or after it took place: never do two copies serve, in the end exactly one
 * does (DESIGN: "two copies never serve, and after every failure exactly one serves again").
 */
class EveryPathServesOnceTest {

    private enum Copy {
        NONE,
        RUNNING,
        DUMPED,
        DEAD,
        COMMITTED
    }

    /** What is true out there; {@code routes}: 's' or 't', where frames go unless held. */
    private record World(Copy source, Copy target, boolean held, boolean fenced, char routes) {

        World source(Copy copy) {
            return new World(copy, target, held, fenced, routes);
        }

        World target(Copy copy) {
            return new World(source, copy, held, fenced, routes);
        }

        World network(boolean hold, boolean fence, char to) {
            return new World(source, target, hold, fence, to);
        }

        boolean sourceServes() {
            return source == Copy.RUNNING && !held && routes == 's';
        }

        boolean targetServes() {
            return (target == Copy.RUNNING || target == Copy.COMMITTED) && !held && routes == 't';
        }

        boolean twoAreHeard() {
            boolean targetRuns = target == Copy.RUNNING || target == Copy.COMMITTED;
            return source == Copy.RUNNING && targetRuns;
        }
    }

    private record Node(MigrationState state, World world) {}

    private record Outcome(MigrationEvent event, World world) {}

    private static final World BEFORE = new World(Copy.RUNNING, Copy.NONE, false, false, 's');

    @Test
    void neverTwoInTheEndExactlyOne() {
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        MigrationState first =
                MigrationMachine.next(MigrationState.planned(), MigrationEvent.ORDERED)
                        .orElseThrow();
        open.add(new Node(first, BEFORE));
        EnumSet<MigrationPhase> ends = EnumSet.noneOf(MigrationPhase.class);
        while (!open.isEmpty()) {
            Node node = open.remove();
            if (!seen.add(node)) {
                continue;
            }
            assertThat(node.world().twoAreHeard()).as("two copies run: %s", node).isFalse();
            if (node.state().phase().isFinal()) {
                ends.add(node.state().phase());
                assertThat(node.world().sourceServes() ^ node.world().targetServes())
                        .as("exactly one serves at the end: %s", node)
                        .isTrue();
                assertThat(node.world().targetServes())
                        .as("who serves is who the result says: %s", node)
                        .isEqualTo(node.state().phase() == MigrationPhase.COMMITTED);
                continue;
            }
            for (Outcome outcome : outcomes(node)) {
                MigrationState next =
                        MigrationMachine.next(node.state(), outcome.event())
                                .orElseThrow(() -> new AssertionError(node + " " + outcome));
                open.add(new Node(next, outcome.world()));
            }
            // The manager dies here and comes back with what its journal says.
            MigrationState recovered = MigrationMachine.recovered(node.state().phase());
            open.add(new Node(recovered, node.world()));
        }
        assertThat(ends)
                .containsExactlyInAnyOrder(MigrationPhase.COMMITTED, MigrationPhase.ROLLED_BACK);
        assertThat(seen).hasSizeGreaterThan(50);
    }

    /** Everything that may come of what the machine asks for. */
    private static List<Outcome> outcomes(Node node) {
        World world = node.world();
        return switch (node.state().pending()) {
            case PREPARE -> orFails(world, MigrationEvent.PREPARED, world);
            case HOLD ->
                    orFails(world, MigrationEvent.HELD, world.network(true, false, world.routes()));
            case MIGRATE -> dump(world);
            case FENCE ->
                    orFails(
                            world,
                            MigrationEvent.FENCED,
                            world.network(true, true, world.routes()));
            case NONE -> travel(node);
            case CONFIRM_TARGET ->
                    world.target() == Copy.RUNNING
                            ? orFails(world, MigrationEvent.TARGET_CONFIRMED, world)
                            : List.of(new Outcome(MigrationEvent.FAILED, world));
            case RELEASE_TO_TARGET ->
                    orFails(
                            world.network(false, false, 't'),
                            MigrationEvent.RELEASED,
                            world.network(false, false, 't'));
            case COMMIT_TARGET -> commitTarget(world);
            case COMMIT_SOURCE, ABORT_TARGET, AWAIT_LEASE_END, ABORT_SOURCE, RELEASE_TO_SOURCE ->
                    ending(node.state().pending(), world);
        };
    }

    private static List<Outcome> ending(MigrationEffect effect, World world) {
        return switch (effect) {
            case COMMIT_SOURCE ->
                    List.of(
                            new Outcome(MigrationEvent.SOURCE_COMMITTED, world.source(Copy.NONE)),
                            new Outcome(MigrationEvent.NO_ANSWER, world.source(Copy.NONE)),
                            new Outcome(MigrationEvent.NO_ANSWER, world));
            case ABORT_TARGET -> abortTarget(world);
            case AWAIT_LEASE_END ->
                    List.of(
                            new Outcome(
                                    MigrationEvent.LEASE_ENDED,
                                    world.target() == Copy.NONE ? world : world.target(Copy.DEAD)));
            case ABORT_SOURCE ->
                    List.of(
                            new Outcome(MigrationEvent.SOURCE_SERVES, world.source(Copy.RUNNING)),
                            new Outcome(MigrationEvent.NO_ANSWER, world.source(Copy.RUNNING)),
                            new Outcome(MigrationEvent.NO_ANSWER, world));
            case RELEASE_TO_SOURCE ->
                    orFails(
                            world.network(false, false, 's'),
                            MigrationEvent.RELEASED,
                            world.network(false, false, 's'));
            default -> throw new AssertionError(effect);
        };
    }

    private static List<Outcome> orFails(World failed, MigrationEvent success, World done) {
        return List.of(
                new Outcome(success, done),
                new Outcome(MigrationEvent.FAILED, failed),
                new Outcome(MigrationEvent.FAILED, done));
    }

    /** The stream may be cut at any moment: the source may go on to dump and send all the same. */
    private static List<Outcome> dump(World world) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(new Outcome(MigrationEvent.DUMPED, world.source(Copy.DUMPED)));
        outcomes.add(new Outcome(MigrationEvent.FAILED, world));
        outcomes.add(new Outcome(MigrationEvent.NO_ANSWER, world.source(Copy.DUMPED)));
        return outcomes;
    }

    private static List<Outcome> travel(Node node) {
        World world = node.world();
        World restored = world.fenced() ? world.target(Copy.RUNNING) : world;
        if (node.state().phase() == MigrationPhase.TRANSFERRING) {
            return List.of(
                    new Outcome(MigrationEvent.TRANSFERRED, world),
                    new Outcome(MigrationEvent.FAILED, world),
                    new Outcome(MigrationEvent.NO_ANSWER, restored));
        }
        return List.of(
                new Outcome(MigrationEvent.TARGET_RUNS, restored),
                new Outcome(MigrationEvent.FAILED, world),
                new Outcome(MigrationEvent.FAILED, world.target(Copy.DEAD)),
                new Outcome(MigrationEvent.NO_ANSWER, restored));
    }

    private static List<Outcome> commitTarget(World world) {
        if (world.target() == Copy.COMMITTED) {
            return List.of(new Outcome(MigrationEvent.TARGET_COMMITTED, world));
        }
        if (world.target() != Copy.RUNNING) {
            return List.of(
                    new Outcome(MigrationEvent.TARGET_COPY_DEAD, world),
                    new Outcome(MigrationEvent.NO_ANSWER, world));
        }
        World committed = world.target(Copy.COMMITTED);
        return List.of(
                new Outcome(MigrationEvent.TARGET_COMMITTED, committed),
                new Outcome(MigrationEvent.NO_ANSWER, committed),
                new Outcome(MigrationEvent.NO_ANSWER, world),
                new Outcome(MigrationEvent.NO_ANSWER, world.target(Copy.DEAD)));
    }

    private static List<Outcome> abortTarget(World world) {
        World dead = world.target() == Copy.NONE ? world : world.target(Copy.DEAD);
        return List.of(
                new Outcome(MigrationEvent.TARGET_ABORTED, dead),
                new Outcome(MigrationEvent.NO_ANSWER, dead),
                new Outcome(MigrationEvent.NO_ANSWER, world));
    }
}
