package io.transship.manager.limits;

import io.transship.core.limits.Contradiction;
import io.transship.core.model.ContainerId;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import io.transship.manager.schedule.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each contradiction between containers' places once, when it has been there at two looks:
 * two daemons are not asked at the same moment. Thread-safe.
 */
public final class ContradictionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ContradictionWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Supplier<? extends Collection<Contradiction>> search;
    private final EventSink events;
    private final Clock clock;
    private final Set<Contradiction> told = new HashSet<>();
    private Set<Contradiction> before = Set.of();

    /** A watch that has not begun. */
    public ContradictionWatch(
            Supplier<? extends Collection<Contradiction>> search, EventSink events, Clock clock) {
        this.search = search;
        this.events = events;
        this.clock = clock;
    }

    /** Looks again and again. */
    public void start(Scheduler scheduler, Executor workers) {
        scheduler.every(PERIOD, () -> workers.execute(this::look));
    }

    private synchronized void look() {
        Set<Contradiction> now = Set.copyOf(search.get());
        told.retainAll(now);
        now.stream().filter(before::contains).filter(told::add).forEach(this::tell);
        before = now;
    }

    private void tell(Contradiction contradiction) {
        LOG.warn("{} {}", contradiction.problem(), contradiction.mend());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("containers", contradiction.containers().stream().map(ContainerId::name).toList());
        data.put("problem", contradiction.problem());
        data.put("mend", contradiction.mend());
        events.emit(new Event(clock.instant(), EventTypes.PLACEMENT_CONTRADICTION, data));
    }
}
