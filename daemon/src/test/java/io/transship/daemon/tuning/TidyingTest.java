package io.transship.daemon.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidyingTest {

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Tuning moves = Tuning.none();
    private final AtomicInteger tidied = new AtomicInteger();

    @AfterEach
    void end() {
        scheduler.shutdownNow();
    }

    private Tidying after(Duration rest) {
        return new Tidying(
                scheduler, Runnable::run, rest, moves::isMoving, tidied::incrementAndGet);
    }

    /** What is due is done before a scheduler that is shut down ends. */
    private void letPass() throws InterruptedException {
        scheduler.shutdown();
        assertThat(scheduler.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void tidiesWhenNothingMoves() throws InterruptedException {
        moves.begins("m1");
        moves.ends("m1");
        after(Duration.ZERO).over("m1");

        letPass();
        assertThat(tidied).hasValue(1);
    }

    @Test
    void leavesItToTheEndOfTheMoveThatIsUnderWay() throws InterruptedException {
        moves.begins("m1");
        moves.begins("m2");
        moves.ends("m1");
        after(Duration.ZERO).over("m1");

        letPass();
        assertThat(tidied).hasValue(0);
    }

    @ParameterizedTest(name = "{0} is over: {1} times")
    @CsvSource({"m2, 0", "m1, 1"})
    void waitsForTheMemoryOfAPostCopy(String over, int times) throws InterruptedException {
        Tidying tidying = after(Duration.ZERO);
        tidying.goesOn("m1");
        tidying.over(over);
        letPass();

        assertThat(tidied).hasValue(times);
    }

    @Test
    void everyEndBeginsTheRestAnew() {
        scheduler.setRemoveOnCancelPolicy(true);
        Tidying tidying = after(Duration.ofHours(1));
        tidying.over("m1");
        tidying.over("m2");

        assertThat(scheduler.getQueue()).hasSize(1);
        assertThat(tidied).hasValue(0);
    }

    @Test
    void isSilentWhenTheDaemonEnds() {
        Tidying tidying = after(Duration.ZERO);
        scheduler.shutdownNow();

        assertThatCode(() -> tidying.over("m1")).doesNotThrowAnyException();
        assertThat(tidied).hasValue(0);
    }
}
