package io.transship.manager.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExecutorSchedulerTest {

    @Test
    void aTaskThatThrowsRunsAgainAndACancelledOneDoesNot() {
        try (ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor()) {
            Scheduler scheduler = Scheduler.of(service);
            AtomicInteger runs = new AtomicInteger();
            Scheduler.Cancellation task =
                    scheduler.every(
                            Duration.ofMillis(1),
                            () -> {
                                if (runs.incrementAndGet() == 1) {
                                    throw new IllegalStateException("on purpose");
                                }
                            });
            await().until(() -> runs.get() >= 3);
            task.cancel();
            AtomicInteger marks = new AtomicInteger();
            scheduler.after(Duration.ofMillis(1), marks::incrementAndGet);
            await().until(() -> marks.get() == 1);
            int after = runs.get();
            scheduler.after(Duration.ofMillis(20), marks::incrementAndGet);
            await().until(() -> marks.get() == 2);

            assertThat(runs).hasValue(after);
        }
    }
}
