package io.transship.manager.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.limits.Contradiction;
import io.transship.core.model.ContainerId;
import io.transship.manager.event.Event;
import io.transship.manager.schedule.HandDrivenTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A contradiction that stays is told of once; one of a moment is none. */
class ContradictionWatchTest {

    private static final Contradiction TWICE =
            new Contradiction(
                    List.of(new ContainerId("web"), new ContainerId("db")), "They run.", "Stop.");

    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final List<Event> events = new ArrayList<>();
    private final List<Contradiction> there = new ArrayList<>();

    @Test
    void oneThatStaysIsToldOfOnceWithItsMend() {
        there.add(TWICE);
        watch();
        assertThat(events).as("at the first look").isEmpty();

        time.pass(Duration.ofMinutes(1));

        assertThat(events)
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.type()).isEqualTo("placement-contradiction");
                            assertThat(event.data())
                                    .containsEntry("containers", List.of("db", "web"))
                                    .containsEntry("problem", "They run.")
                                    .containsEntry("mend", "Stop.");
                        });
    }

    @Test
    void oneThatComesBackIsToldOfAgain() {
        there.add(TWICE);
        watch();
        time.pass(Duration.ofSeconds(10));
        there.clear();
        time.pass(Duration.ofSeconds(5));
        there.add(TWICE);
        time.pass(Duration.ofSeconds(5));
        assertThat(events).hasSize(1);

        time.pass(Duration.ofSeconds(5));

        assertThat(events).hasSize(2);
    }

    private void watch() {
        new ContradictionWatch(() -> there, events::add, time).start(time, Runnable::run);
    }
}
