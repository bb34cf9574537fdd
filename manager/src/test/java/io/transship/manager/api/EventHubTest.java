package io.transship.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.manager.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventHubTest {

    private final EventHub hub = new EventHub(3, 101);

    @Test
    void keepsTheLastEventsAndCountsOn() throws Exception {
        publish(5);

        assertThat(hub.lastId()).isEqualTo(105);
        assertThat(ids(hub.subscribe(0))).containsExactly(103L, 104L, 105L);
        assertThat(ids(hub.subscribe(104))).containsExactly(105L);
        assertThat(ids(hub.subscribe(105))).isEmpty();
    }

    @Test
    void aListenerThatDoesNotListenIsCutOffAndNeverWaitedFor() throws Exception {
        EventStream slow = hub.subscribe(0);
        EventStream quick = hub.subscribe(0);
        publish(6);
        assertThat(ids(quick)).hasSize(6);
        publish(1);

        assertThat(ids(slow)).hasSize(6);
        assertThat(slow.isOver()).isTrue();
        assertThat(quick.isOver()).isFalse();
        assertThat(ids(quick)).containsExactly(107L);
    }

    @Test
    void closingEndsAStreamAfterWhatItHolds() throws Exception {
        EventStream stream = hub.subscribe(0);
        publish(1);
        hub.close();

        assertThat(stream.isOver()).isFalse();
        assertThat(ids(stream)).containsExactly(101L);
        assertThat(stream.isOver()).isTrue();
        assertThat(hub.subscribe(200).isOver()).isTrue();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            hub.emit(new Event(Instant.EPOCH, "test", Map.of()));
        }
    }

    private static List<Long> ids(EventStream stream) throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        for (var event = stream.next(Duration.ZERO);
                event.isPresent();
                event = stream.next(Duration.ZERO)) {
            ids.add(event.get().id());
        }
        return ids;
    }
}
