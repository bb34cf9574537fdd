package io.transship.manager.migration;

import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a migration waits for a host that does not answer. Every wait ends when the manager ends:
 * {@link Unresolved}.
 */
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /** Between the first two questions; doubled each time. */
    static final Duration FIRST = Duration.ofMillis(100);

    /** Between two questions at most. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    private final CountDownLatch stopping;
    private final Duration whole;

    /**
     * Waits for {@code whole} with a host that only can end a migration.
     *
     * @param stopping opened when the manager ends
     */
    Patience(CountDownLatch stopping, Duration whole) {
        this.stopping = stopping;
        this.whole = whole;
    }

    /** A moment from which time is measured. */
    record Watch(long nanos) {

        boolean within(Duration time) {
            return System.nanoTime() - nanos < time.toNanos();
        }
    }

    Watch begin() {
        return new Watch(System.nanoTime());
    }

    /** Asks again and again: nobody else can end this. */
    MigrationEvent ask(MigrationEffect what, Supplier<MigrationEvent> question) {
        Watch since = begin();
        Duration wait = FIRST;
        while (true) {
            MigrationEvent answer = question.get();
            if (answer != MigrationEvent.NO_ANSWER) {
                return answer;
            }
            if (!since.within(whole)) {
                throw new Unresolved(what + " got no answer for " + whole);
            }
            pause(wait);
            wait = longer(wait);
        }
    }

    /** Does it again until it works, without an end: until then nobody is served. */
    void insist(MigrationEffect what, Runnable action) {
        Duration wait = FIRST;
        while (true) {
            try {
                action.run();
                return;
            } catch (TransshipException e) {
                LOG.warn("{}, once more: {}", what, e.line());
            }
            pause(wait);
            wait = longer(wait);
        }
    }

    /** The next wait after that one. */
    static Duration longer(Duration wait) {
        return shorter(wait.multipliedBy(2), LONGEST);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    void pause(Duration time) {
        try {
            if (stopping.await(time.toMillis() + 1, TimeUnit.MILLISECONDS)) {
                throw new Unresolved("the manager is stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unresolved("the manager is stopping");
        }
    }
}
