package io.transship.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationWorld.Copy;
import io.transship.core.migration.MigrationWorld.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Walks every state that machine and world can reach together when each effect may succeed, fail,
 * or be cut off before or after it took place: never can two copies be heard, in the end exactly
 * one serves (DESIGN: "two copies never serve, and after every failure exactly one serves again").
 * The one exception is a post-copy that loses its pages after its commit.
 */
class EveryPathServesOnceTest {

    private record Node(MigrationState state, MigrationWorld world) {}

    @ParameterizedTest
    @EnumSource(MigrationMode.class)
    void neverTwoInTheEndExactlyOne(MigrationMode mode) {
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        MigrationState first =
                MigrationMachine.next(MigrationState.planned(mode), MigrationEvent.ORDERED)
                        .orElseThrow();
        open.add(new Node(first, MigrationWorld.BEFORE));
        EnumSet<MigrationPhase> ends = EnumSet.noneOf(MigrationPhase.class);
        while (!open.isEmpty()) {
            Node node = open.remove();
            if (!seen.add(node)) {
                continue;
            }
            assertSafe(node);
            if (node.state().phase().isFinal()) {
                ends.add(node.state().phase());
                assertSettled(node);
                continue;
            }
            for (Outcome outcome : Outcomes.of(node.state(), node.world())) {
                MigrationState next =
                        MigrationMachine.next(node.state(), outcome.event())
                                .orElseThrow(() -> new AssertionError(node + " " + outcome));
                open.add(new Node(next, outcome.world()));
            }
            // The manager dies here and comes back with what its journal says.
            MigrationState recovered = MigrationMachine.recovered(mode, node.state().phase());
            open.add(new Node(recovered, node.world()));
        }
        assertThat(ends)
                .isEqualTo(
                        mode == MigrationMode.POST_COPY
                                ? EnumSet.of(
                                        MigrationPhase.COMMITTED,
                                        MigrationPhase.ROLLED_BACK,
                                        MigrationPhase.LOST)
                                : EnumSet.of(MigrationPhase.COMMITTED, MigrationPhase.ROLLED_BACK));
        assertThat(seen).hasSizeGreaterThan(50);
    }

    private static void assertSafe(Node node) {
        MigrationWorld world = node.world();
        assertThat(world.twoAreHeard()).as("two copies are heard: %s", node).isFalse();
        if (node.state().mode() != MigrationMode.LEAVE_RUNNING) {
            assertThat(world.sourceRuns() && world.targetRuns())
                    .as("two copies run: %s", node)
                    .isFalse();
        }
        assertThat(world.oldStateServesAfterNew())
                .as("the source serves after a post-copy served elsewhere: %s", node)
                .isFalse();
    }

    private static void assertSettled(Node node) {
        MigrationWorld world = node.world();
        if (node.state().phase() == MigrationPhase.LOST) {
            assertThat(world.source()).as("%s", node).isEqualTo(Copy.NONE);
            assertThat(world.targetRuns()).as("%s", node).isFalse();
            return;
        }
        assertThat(world.sourceServes() ^ world.targetServes())
                .as("exactly one serves at the end: %s", node)
                .isTrue();
        assertThat(world.targetServes())
                .as("who serves is who the result says: %s", node)
                .isEqualTo(node.state().phase() == MigrationPhase.COMMITTED);
        assertThat(world.targetServes() && !world.pagesThere())
                .as("a container that lacks pages is no end: %s", node)
                .isFalse();
    }
}
