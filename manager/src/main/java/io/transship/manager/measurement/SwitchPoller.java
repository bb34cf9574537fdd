package io.transship.manager.measurement;

import io.transship.core.model.DatapathId;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.schedule.Scheduler.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks switches again and again: all of them with the default period, or a set of them for a time
 * with a shorter one (the two modes of thesis 4.1.1), while the others go on as before. Each
 * question runs by itself, so that a switch that is slow to answer holds up no other; it is not
 * asked again before it has answered or timed out. Many switches are asked in turns over the
 * period, so that their answers don't all come at once. If there are more than can be asked in a
 * period, each waits for its turn, and misses periods, but none is forgotten. Thread-safe.
 */
final class SwitchPoller {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchPoller.class);

    /** So many switches are asked in the same moment. */
    private static final int AT_ONCE = 32;

    /**
     * So many questions may be without an answer. More would only wait at the controller until they
     * time out, and keep it from its other work.
     */
    static final int MOST_UNANSWERED = 256;

    /** The two periods of a collector. */
    record Periods(Duration standard, Duration customized) {}

    private record Question(DatapathId datapath, Optional<String> session) {}

    private record Session(String name, Set<DatapathId> switches, long number) {}

    private final Supplier<? extends Collection<DatapathId>> switches;
    private final BiConsumer<DatapathId, Optional<String>> ask;
    private final Scheduler scheduler;
    private final Executor workers;
    private final Set<DatapathId> asked = ConcurrentHashMap.newKeySet();
    private final Deque<Question> waiting = new ConcurrentLinkedDeque<>();
    private final Semaphore places = new Semaphore(MOST_UNANSWERED);
    private final List<Cancellation> customizedTasks = new ArrayList<>();
    private Periods periods;
    private Optional<Cancellation> defaultTask = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private long sessions;

    SwitchPoller(
            Supplier<? extends Collection<DatapathId>> switches,
            BiConsumer<DatapathId, Optional<String>> ask,
            Periods periods,
            Scheduler scheduler,
            Executor workers) {
        this.switches = switches;
        this.ask = ask;
        this.periods = periods;
        this.scheduler = scheduler;
        this.workers = workers;
    }

    synchronized void start() {
        if (defaultTask.isEmpty()) {
            defaultTask = Optional.of(scheduler.every(periods.standard(), this::askInDefaultMode));
        }
    }

    /** Other periods; the default mode begins anew if its own changed. */
    synchronized void use(Periods other) {
        boolean begins = defaultTask.isPresent() && !periods.standard().equals(other.standard());
        periods = other;
        if (begins) {
            defaultTask.ifPresent(Cancellation::cancel);
            defaultTask = Optional.empty();
            start();
        }
    }

    /** Customized mode; a session that is under way ends. */
    synchronized void customize(String name, Set<DatapathId> set, Duration time) {
        endSession();
        Session begun = new Session(name, Set.copyOf(set), sessions++);
        session = Optional.of(begun);
        customizedTasks.add(
                scheduler.every(
                        periods.customized(),
                        () -> begun.switches().forEach(each -> ask(each, Optional.of(name)))));
        customizedTasks.add(scheduler.after(time, () -> end(begun)));
    }

    synchronized void stop() {
        endSession();
        defaultTask.ifPresent(Cancellation::cancel);
        defaultTask = Optional.empty();
    }

    private synchronized void end(Session ended) {
        if (session.filter(ended::equals).isPresent()) {
            endSession();
        }
    }

    private void endSession() {
        customizedTasks.forEach(Cancellation::cancel);
        customizedTasks.clear();
        session = Optional.empty();
    }

    private void askInDefaultMode() {
        List<DatapathId> all = List.copyOf(switches.get());
        Duration period = standardPeriod();
        int turns = Math.ceilDiv(all.size(), AT_ONCE);
        for (int turn = 0; turn < turns; turn++) {
            int first = turn * AT_ONCE;
            List<DatapathId> these = all.subList(first, Math.min(first + AT_ONCE, all.size()));
            if (turn == 0) {
                askInDefaultMode(these);
            } else {
                var _ =
                        scheduler.after(
                                period.multipliedBy(turn).dividedBy(turns),
                                () -> askInDefaultMode(these));
            }
        }
    }

    private void askInDefaultMode(List<DatapathId> these) {
        Set<DatapathId> others = notInDefaultMode();
        if (isRunning()) {
            these.stream()
                    .filter(each -> !others.contains(each))
                    .forEach(each -> ask(each, Optional.empty()));
        }
    }

    private synchronized Duration standardPeriod() {
        return periods.standard();
    }

    private synchronized boolean isRunning() {
        return defaultTask.isPresent();
    }

    private synchronized Set<DatapathId> notInDefaultMode() {
        return session.map(Session::switches).orElse(Set.of());
    }

    private void ask(DatapathId datapath, Optional<String> sessionName) {
        if (!asked.add(datapath)) {
            return;
        }
        Question question = new Question(datapath, sessionName);
        if (sessionName.isPresent()) {
            waiting.addFirst(question);
        } else {
            waiting.addLast(question);
        }
        next();
    }

    /** Who adds a question and who gives a place back both come here, so that none is left. */
    private void next() {
        while (!waiting.isEmpty() && places.tryAcquire()) {
            Question question = waiting.pollFirst();
            if (question == null) {
                places.release();
            } else {
                begin(question);
            }
        }
    }

    private void begin(Question question) {
        try {
            workers.execute(
                    () -> {
                        try {
                            ask.accept(question.datapath(), question.session());
                        } catch (RuntimeException e) {
                            LOG.warn(
                                    "switch {} could not be asked: {}",
                                    question.datapath(),
                                    e.toString());
                        } finally {
                            end(question);
                            next();
                        }
                    });
        } catch (RuntimeException e) {
            end(question);
            throw e;
        }
    }

    private void end(Question question) {
        asked.remove(question.datapath());
        places.release();
    }
}
