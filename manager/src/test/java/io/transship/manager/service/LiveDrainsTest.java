package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.limits.Traits;
import io.transship.core.model.HostId;
import io.transship.manager.api.report.DrainReport;
import io.transship.manager.decision.Mode;
import io.transship.manager.store.DecisionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host is emptied, one container after the other, in whatever mode the manager is. */
class LiveDrainsTest {

    private static final HostId H2 = new HostId("h2");

    private final DecisionStage stage = new DecisionStage(Mode.OFF);
    private final LiveDrains drains =
            new LiveDrains(
                    Configs.with(""),
                    stage.fleet,
                    stage.loop,
                    stage.maintenance,
                    stage.events::add,
                    stage.time);

    private List<String> items() {
        return drains.state(H2).containers().stream()
                .map(each -> each.container() + " " + each.state())
                .toList();
    }

    private List<String> states() {
        return stage.told("drain-progress").stream()
                .map(data -> String.valueOf(data.get("state")))
                .toList();
    }

    @Test
    void containersLeaveOneByOneAndTheHostTakesNoneAnyMore() {
        stage.run("a", "h2", Map.of());
        stage.run("b", "h2", Map.of());

        assertThat(drains.drain(H2).state()).isEqualTo("draining");
        drains.advance();
        assertThat(items()).containsExactly("a moving", "b waiting");
        drains.advance();
        assertThat(stage.moves).as("one at once").isEmpty();
        stage.moveOne();
        drains.advance();
        assertThat(items()).containsExactly("a moved", "b moving");
        stage.moveOne();
        drains.advance();

        assertThat(drains.state(H2).state()).isEqualTo("drained");
        assertThat(stage.moves).containsExactly("a h2 -> h5", "b h2 -> h3");
        assertThat(states()).containsExactly("draining", "draining", "drained");
        assertThat(stage.decisions.latest(9))
                .extracting(DecisionRecord::detector)
                .containsExactly("drain", "drain");
        assertThat(stage.maintenance.includes(H2)).isTrue();
        assertThat(drains.undrain(H2).state()).isEqualTo("open");
        assertThat(stage.maintenance.includes(H2)).isFalse();
    }

    @Test
    void whatMayNotMoveIsStuckWithItsReason() {
        stage.run("a", "h2", Map.of(Traits.PIN, "true"));
        drains.drain(H2);
        drains.advance();

        DrainReport report = drains.state(H2);
        assertThat(report.state()).isEqualTo("stuck");
        assertThat(report.containers().getFirst().reason()).startsWith("pinned: a is pinned");
        assertThat(stage.hasOrders()).isFalse();
        drains.advance();
        assertThat(states()).as("it is told once").containsExactly("stuck");
    }

    @Test
    void aMoveThatFailsIsTriedThreeTimesAndAgainWhenItIsDrainedAnew() {
        stage.run("a", "h2", Map.of());
        stage.failing = true;
        drains.drain(H2);
        for (int n = 0; n < 5; n++) {
            drains.advance();
            if (stage.hasOrders()) {
                stage.moveOne();
            }
        }

        assertThat(stage.moves).hasSize(3);
        assertThat(drains.state(H2).state()).isEqualTo("stuck");
        assertThat(drains.state(H2).containers().getFirst().reason()).contains("failed");
        stage.failing = false;
        drains.drain(H2);
        drains.advance();
        stage.moveOne();
        assertThat(drains.state(H2).state()).isEqualTo("drained");
    }

    @Test
    void aMaintenanceOfAnEarlierManagerGoesOn() {
        stage.run("a", "h2", Map.of());
        stage.maintenance.begin(H2);
        stage.time.pass(Duration.ofSeconds(1));

        drains.advance();

        assertThat(items()).containsExactly("a moving");
    }

    @Test
    void aHostThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> drains.drain(new HostId("h9")))
                .hasMessageContaining("there is no host 'h9'");
        assertThat(stage.maintenance.hosts()).isEmpty();
    }
}
