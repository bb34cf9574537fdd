package io.transship.manager.aftermath;

import io.transship.core.view.PortLoad;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.store.DecisionNotes;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what becomes of decisions to move: which migration carried one out, how that ended,
 * and, some measuring periods later, the load of each link whose load was predicted. Thread-safe.
 */
public final class DecisionFollower implements EventSink {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionFollower.class);
    private static final String PROGRESS = "migration-progress";

    /** So many periods after the move no reading is of the time before it. */
    private static final int PERIODS = 3;

    /** How far back a manager that starts looks for decisions without an end. */
    private static final int RECALLED = 100;

    private final DecisionStore decisions;
    private final DecisionNotes notes;
    private final LoadBoard board;
    private final Duration patience;
    private final Timing timing;
    private final Map<String, String> underWay = new ConcurrentHashMap<>();

    /**
     * When things are done.
     *
     * @param clock of the program
     * @param scheduler of the program
     * @param workers run what may block
     */
    public record Timing(Clock clock, Scheduler scheduler, Executor workers) {}

    /**
     * A follower of the decisions that are made from now on.
     *
     * @param period of the measurement of loads
     */
    public DecisionFollower(
            DecisionStore decisions,
            DecisionNotes notes,
            LoadBoard board,
            Duration period,
            Timing timing) {
        this.decisions = decisions;
        this.notes = notes;
        this.board = board;
        this.patience = period.multipliedBy(PERIODS);
        this.timing = timing;
    }

    @Override
    public void emit(Event event) {
        Map<String, Object> data = event.data();
        String container = String.valueOf(data.get("container"));
        String decision = String.valueOf(data.get("decision"));
        switch (event.type()) {
            case EventTypes.MIGRATION_STARTED -> underWay.put(container, decision);
            case PROGRESS -> begun(container, String.valueOf(data.get("id")));
            case EventTypes.MIGRATION_SUCCEEDED -> {
                underWay.remove(container);
                write(decision, "moved", only(data, "id"));
                timing.scheduler()
                        .after(patience, () -> timing.workers().execute(() -> measure(decision)));
            }
            case EventTypes.MIGRATION_FAILED -> {
                underWay.remove(container);
                write(decision, "failed", only(data, "code", "message"));
            }
            default -> {
                // Not about a move.
            }
        }
    }

    private void begun(String container, String migration) {
        Optional.ofNullable(underWay.remove(container))
                .ifPresent(decision -> write(decision, "migration", Map.of("id", migration)));
    }

    private static Map<String, Object> only(Map<String, Object> data, String... keys) {
        Map<String, Object> chosen = new LinkedHashMap<>();
        for (String key : keys) {
            Optional.ofNullable(data.get(key)).ifPresent(value -> chosen.put(key, value));
        }
        return chosen;
    }

    private void write(String decision, String kind, Map<String, Object> data) {
        Instant at = timing.clock().instant();
        timing.workers().execute(() -> writeNow(new Note(decision, at, kind, data)));
    }

    private void writeNow(Note note) {
        try {
            if (decisions.find(note.decision()).isPresent()) {
                notes.add(note);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} of decision {} is not kept: {}",
                    note.kind(),
                    note.decision(),
                    e.toString());
        }
    }

    /** The measured load of each link whose load was predicted. */
    private void measure(String decision) {
        try {
            decisions.find(decision).map(this::measured).ifPresent(notes::add);
        } catch (RuntimeException e) {
            LOG.warn("the loads after decision {} are not kept: {}", decision, e.toString());
        }
    }

    private Note measured(DecisionRecord decision) {
        Instant now = timing.clock().instant();
        Map<String, PortLoad> loads = new HashMap<>();
        board.loads(now).forEach(load -> loads.put(load.port().toString(), load));
        List<Map<String, Object>> links = new ArrayList<>();
        if (decision.explanation().get("effects") instanceof Map<?, ?> effects
                && effects.get("links") instanceof List<?> predicted) {
            for (Object each : predicted) {
                Map<?, ?> link = (Map<?, ?>) each;
                Optional.ofNullable(loads.get(String.valueOf(link.get("port"))))
                        .ifPresent(load -> links.add(beside(link, load)));
            }
        }
        return new Note(decision.id(), now, "measured", Map.of("links", links));
    }

    private static Map<String, Object> beside(Map<?, ?> link, PortLoad load) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("port", String.valueOf(link.get("port")));
        row.put("transmitted", Boolean.TRUE.equals(link.get("transmitted")));
        boolean sent = Boolean.TRUE.equals(link.get("transmitted"));
        row.put("measuredBps", sent ? load.tx().bps() : load.rx().bps());
        return row;
    }

    /**
     * For a manager that starts, after recovery: gives each decision to move that an earlier one
     * left without an end the end that its migration has, or says that it was never carried out.
     *
     * @param migrations the newest, as {@code MigrationHistory.latest} gives them
     */
    public void settle(List<Map<String, Object>> migrations) {
        List<DecisionRecord> moves =
                decisions.latest(RECALLED).stream()
                        .filter(each -> each.outcome() == DecisionRecord.Outcome.MOVE)
                        .toList();
        List<String> settled =
                notes.on(moves.stream().map(DecisionRecord::id).toList()).stream()
                        .filter(note -> List.of("moved", "failed", "dropped").contains(note.kind()))
                        .map(Note::decision)
                        .toList();
        for (DecisionRecord move : moves) {
            if (!settled.contains(move.id())) {
                notes.add(end(move, migrations));
            }
        }
    }

    private Note end(DecisionRecord move, List<Map<String, Object>> migrations) {
        Instant now = timing.clock().instant();
        Optional<Map<String, Object>> own =
                migrations.stream().filter(each -> carriesOut(move, each)).reduce((a, b) -> b);
        if (own.isEmpty()) {
            return new Note(
                    move.id(),
                    now,
                    "dropped",
                    Map.of("message", "the manager ended before the move began"));
        }
        boolean arrived = "COMMITTED".equals(own.get().get("phase"));
        return new Note(move.id(), now, arrived ? "moved" : "failed", only(own.get(), "id"));
    }

    /** The oldest migration of that move that began after the decision is its own. */
    private static boolean carriesOut(DecisionRecord move, Map<String, Object> migration) {
        return move.container().filter(c -> c.name().equals(migration.get("container"))).isPresent()
                && move.source().filter(h -> h.name().equals(migration.get("source"))).isPresent()
                && move.target().filter(h -> h.name().equals(migration.get("target"))).isPresent()
                && !Instant.parse(String.valueOf(migration.get("startedAt"))).isBefore(move.at());
    }
}
