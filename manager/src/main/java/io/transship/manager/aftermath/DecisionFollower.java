package io.transship.manager.aftermath;

import io.transship.core.migration.MigrationPhase;
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
import io.transship.manager.store.MigrationHistory;
import java.time.Clock;
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

    private final DecisionStore decisions;
    private final DecisionNotes notes;
    private final LoadBoard board;
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

    /** A follower of the decisions that are made from now on. */
    public DecisionFollower(
            DecisionStore decisions, DecisionNotes notes, LoadBoard board, Timing timing) {
        this.decisions = decisions;
        this.notes = notes;
        this.board = board;
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
                measureLater(decision);
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

    /** When no load that is known is of the time before the move. */
    private void measureLater(String decision) {
        timing.scheduler()
                .after(board.fresh(), () -> timing.workers().execute(() -> measure(decision)));
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
     */
    public void settle(MigrationHistory history) {
        try {
            settleAll(history);
        } catch (RuntimeException e) {
            LOG.error("what became of earlier decisions can't be written down", e);
        }
    }

    private void settleAll(MigrationHistory history) {
        List<DecisionRecord> open =
                notes.withoutEnd().stream().flatMap(id -> decisions.find(id).stream()).toList();
        if (open.isEmpty()) {
            return;
        }
        List<Map<String, Object>> migrations = history.since(open.getFirst().at());
        for (DecisionRecord move : open) {
            end(move, migrations).ifPresent(this::settle);
        }
    }

    private void settle(Note end) {
        notes.add(end);
        if (end.kind().equals("moved")) {
            measureLater(end.decision());
        }
    }

    /** Empty while its migration goes on. */
    private Optional<Note> end(DecisionRecord move, List<Map<String, Object>> migrations) {
        Instant now = timing.clock().instant();
        Optional<Map<String, Object>> own = own(move, migrations);
        if (own.isEmpty()) {
            return Optional.of(
                    new Note(
                            move.id(),
                            now,
                            "dropped",
                            Map.of("message", "the manager ended before the move began")));
        }
        MigrationPhase phase = MigrationPhase.valueOf(String.valueOf(own.get().get("phase")));
        if (!phase.isFinal()) {
            return Optional.empty();
        }
        String kind = phase == MigrationPhase.COMMITTED ? "moved" : "failed";
        return Optional.of(new Note(move.id(), now, kind, only(own.get(), "id")));
    }

    /** The one that was noted, else the oldest of that move that began after it was ordered. */
    private Optional<Map<String, Object>> own(
            DecisionRecord move, List<Map<String, Object>> migrations) {
        List<Note> kept = notes.on(List.of(move.id()));
        Optional<Object> noted =
                kept.stream()
                        .filter(note -> note.kind().equals("migration"))
                        .flatMap(note -> Optional.ofNullable(note.data().get("id")).stream())
                        .findFirst();
        if (noted.isPresent()) {
            return migrations.stream().filter(each -> noted.get().equals(each.get("id"))).findAny();
        }
        Instant ordered =
                kept.stream()
                        .filter(note -> note.kind().equals("approved"))
                        .map(Note::at)
                        .findFirst()
                        .orElse(move.at());
        return migrations.stream()
                .filter(each -> carriesOut(move, ordered, each))
                .reduce((newer, older) -> older);
    }

    private static boolean carriesOut(
            DecisionRecord move, Instant ordered, Map<String, Object> migration) {
        return move.container().filter(c -> c.name().equals(migration.get("container"))).isPresent()
                && move.source().filter(h -> h.name().equals(migration.get("source"))).isPresent()
                && move.target().filter(h -> h.name().equals(migration.get("target"))).isPresent()
                && !Instant.parse(String.valueOf(migration.get("startedAt"))).isBefore(ordered);
    }
}
