package io.transship.manager.service;

import io.transship.core.limits.Objection;
import io.transship.core.limits.Rule;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.MoveSource;
import io.transship.manager.api.Drains;
import io.transship.manager.api.report.DrainReport;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.Ordered;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.limits.Maintenance;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties hosts under maintenance: each container goes where the policy in use sends it, one after
 * the other as the limits of safety allow. Goes on after a restart. Thread-safe.
 *
 * <p>Event {@code drain-progress}: {@code host, maintenance, state, containers: [{container, state,
 * target, reason}]}, whenever one of them changes.
 */
public final class LiveDrains implements Drains {

    private static final Logger LOG = LoggerFactory.getLogger(LiveDrains.class);

    /** A container whose move has failed so often stays until it is drained anew. */
    private static final int ATTEMPTS = 3;

    private final ManagerConfig config;
    private final Fleet fleet;
    private final DecisionLoop loop;
    private final Maintenance maintenance;
    private final EventSink events;
    private final Clock clock;
    private final Map<HostId, Map<ContainerId, Course>> courses = new HashMap<>();
    private final Map<HostId, DrainReport> told = new HashMap<>();
    private final AtomicBoolean advancing = new AtomicBoolean();

    /** Where a container is on its way off the host. */
    private static final class Course {

        private boolean moving;
        private int attempts;
        private boolean waits;
        private Optional<HostId> target = Optional.empty();
        private String reason = "";
    }

    /** Drains of these hosts. */
    public LiveDrains(
            ManagerConfig config,
            Fleet fleet,
            DecisionLoop loop,
            Maintenance maintenance,
            EventSink events,
            Clock clock) {
        this.config = config;
        this.fleet = fleet;
        this.loop = loop;
        this.maintenance = maintenance;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public DrainReport drain(HostId host) {
        Whereabouts.demandHost(config, host);
        maintenance.begin(host);
        synchronized (this) {
            courses.remove(host);
            told.remove(host);
        }
        return report(host, here(host));
    }

    @Override
    public DrainReport undrain(HostId host) {
        Whereabouts.demandHost(config, host);
        maintenance.end(host);
        synchronized (this) {
            courses.remove(host);
            told.remove(host);
        }
        return report(host, here(host));
    }

    @Override
    public DrainReport state(HostId host) {
        Whereabouts.demandHost(config, host);
        return report(host, here(host));
    }

    /** Goes on with every host under maintenance; returns soon. */
    public void advance() {
        if (!advancing.compareAndSet(false, true)) {
            return;
        }
        try {
            advanceAll();
        } finally {
            advancing.set(false);
        }
    }

    private void advanceAll() {
        for (HostId host : maintenance.hosts()) {
            List<ContainerId> here = here(host);
            for (ContainerId container : here) {
                if (mayTry(host, container)) {
                    attempt(new MoveSource(container, host));
                }
            }
            tell(report(host, here(host)));
        }
    }

    private List<ContainerId> here(HostId host) {
        return fleet.containers().stream()
                .filter(each -> each.running() && each.host().equals(host))
                .map(each -> each.order().name())
                .sorted()
                .toList();
    }

    private synchronized boolean mayTry(HostId host, ContainerId container) {
        Course course = course(host, container);
        return !course.moving && course.attempts < ATTEMPTS;
    }

    private Course course(HostId host, ContainerId container) {
        return courses.computeIfAbsent(host, none -> new TreeMap<>())
                .computeIfAbsent(container, none -> new Course());
    }

    private void attempt(MoveSource source) {
        synchronized (this) {
            course(source.host(), source.container()).moving = true; // it may end at once
        }
        Ordered ordered;
        try {
            ordered = loop.order(source, "drain", () -> ended(source));
        } catch (RuntimeException e) {
            LOG.error("{} could not be ordered off {}", source.container(), source.host(), e);
            ended(source);
            return;
        }
        synchronized (this) {
            Course course = course(source.host(), source.container());
            if (ordered.refused().isPresent()) {
                course.moving = false;
                course.reason = ordered.refused().get();
                course.waits =
                        ordered.ruling()
                                .objection()
                                .map(Objection::rule)
                                .filter(Rule::passes)
                                .isPresent();
            } else if (ordered.ruling().decision() instanceof Decision.Move move) {
                course.target = Optional.of(move.target());
            }
        }
    }

    /** It has moved, or is where it was. */
    private void ended(MoveSource source) {
        synchronized (this) {
            Course course = course(source.host(), source.container());
            course.moving = false;
            course.attempts++;
            course.waits = course.attempts < ATTEMPTS;
            course.reason = "a move has failed; see 'transship migrations'";
        }
    }

    private synchronized DrainReport report(HostId host, List<ContainerId> here) {
        Map<ContainerId, Course> all = new TreeMap<>(courses.getOrDefault(host, Map.of()));
        here.forEach(container -> all.putIfAbsent(container, new Course()));
        boolean closed = maintenance.includes(host);
        List<DrainReport.Item> items = new ArrayList<>();
        all.forEach(
                (container, course) ->
                        items.add(item(container, course, here.contains(container), closed)));
        return new DrainReport(host.name(), closed, state(closed, here, items), items);
    }

    private DrainReport.Item item(
            ContainerId container, Course course, boolean isHere, boolean closed) {
        String state = "stays";
        if (!isHere) {
            state = "moved";
        } else if (course.moving) {
            state = "moving";
        } else if (closed) {
            state = course.waits || course.reason.isEmpty() ? "waiting" : "stuck";
        }
        return new DrainReport.Item(
                container.name(),
                state,
                course.target.map(HostId::name).orElse(null),
                isHere && !course.reason.isEmpty() ? course.reason : null);
    }

    private static String state(
            boolean closed, List<ContainerId> here, List<DrainReport.Item> items) {
        if (!closed) {
            return "open";
        }
        if (here.isEmpty()) {
            return "drained";
        }
        return items.stream()
                        .anyMatch(
                                item ->
                                        item.state().equals("moving")
                                                || item.state().equals("waiting"))
                ? "draining"
                : "stuck";
    }

    private void tell(DrainReport report) {
        synchronized (this) {
            if (report.equals(told.put(new HostId(report.host()), report))) {
                return;
            }
        }
        Map<String, Object> data = new HashMap<>();
        data.put("host", report.host());
        data.put("maintenance", report.maintenance());
        data.put("state", report.state());
        data.put("containers", report.containers());
        events.emit(new Event(clock.instant(), "drain-progress", data));
    }
}
