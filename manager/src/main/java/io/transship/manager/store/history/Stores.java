package io.transship.manager.store.history;

import io.transship.core.failure.TransshipException;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.store.Database;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.sample.SampleWriter;
import io.transship.manager.store.sample.SqlSampleStore;
import io.transship.manager.store.sample.Thinning;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both databases of a manager and what goes on between them. The journal is a file beside us and
 * holds what the manager must never be without: migrations with their steps, decisions, events. The
 * database of all history has the samples and copies of all that; it may be slow or absent.
 * Thread-safe.
 */
public final class Stores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final int CHANGES_WAITING = 100_000;
    private static final int COPIED_AGAIN = 200;
    private static final Duration COPY_PERIOD = Duration.ofSeconds(1);
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(2);
    private static final Duration THINNING_PERIOD = Duration.ofMinutes(1);

    private final Database journal;
    private final Database history;
    private final SampleWriter samples;
    private final HistoryCopier copier;
    private final Thinning thinning;
    private final List<Pruning> prunings;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean thinningNow = new AtomicBoolean();
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean closed;
    private long lostBefore;

    private Stores(Database journal, Database history, StoreSettings settings) {
        this.journal = journal;
        this.history = history;
        this.samples = new SampleWriter(new SqlSampleStore(history), settings.buffer());
        this.copier = new HistoryCopier(journal, history, CHANGES_WAITING);
        this.thinning = new Thinning(history, settings.samples(), settings.minutes());
        this.prunings =
                List.of(
                        Pruning.ofJournal(journal, settings.records()),
                        Pruning.ofCopies(history, settings.records()));
    }

    /**
     * Opens the journal; the database of all history too if it is a file, else it may be absent.
     *
     * @throws TransshipException STORE_UNAVAILABLE if a file can't be opened, UNSUPPORTED for
     *     another kind of database
     */
    public static Stores open(StoreSettings settings) {
        DatabaseAddress at = settings.history();
        Database history = at.isFile() ? Database.open(at.atLeisure()) : Database.at(at);
        try {
            Database journal =
                    Database.open(
                            DatabaseAddress.of("jdbc:sqlite:" + settings.journal()),
                            "classpath:schema/journal");
            if (at.isFile()) {
                adopt(history, journal);
            }
            return new Stores(journal, history, settings);
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
    }

    /** What the manager must never be without. */
    public Database journal() {
        return journal;
    }

    /** Where all history is. */
    public Database history() {
        return history;
    }

    /** Takes samples. */
    public SampleWriter samples() {
        return samples;
    }

    /** Begins to copy, to thin out and to tell of losses. */
    public void start(Scheduler scheduler, Executor workers, EventSink events, Clock clock) {
        copier.repeat(COPIED_AGAIN);
        scheduler.every(COPY_PERIOD, () -> workers.execute(this::copy));
        scheduler.every(
                LOOK_PERIOD,
                () -> workers.execute(() -> alone(looking, () -> look(events, clock))));
        scheduler.every(
                THINNING_PERIOD,
                () -> workers.execute(() -> alone(thinningNow, () -> forget(clock.instant()))));
    }

    /** How it stands. */
    public StoreState state() {
        return new StoreState(
                history.address().shown(),
                problem,
                samples.written(),
                samples.waiting(),
                samples.lost(),
                copier.waiting(),
                copier.lost());
    }

    @Override
    public void close() {
        closed = true;
        samples.close();
        copy();
        history.close();
        journal.close();
    }

    private void copy() {
        try {
            copier.copy();
        } catch (TransshipException | JdbiException e) {
            LOG.warn("history is not copied: {}", e.getMessage());
        }
    }

    private static void alone(AtomicBoolean busy, Runnable task) {
        if (busy.compareAndSet(false, true)) {
            try {
                task.run();
            } finally {
                busy.set(false);
            }
        }
    }

    private void look(EventSink events, Clock clock) {
        Optional<String> now = history.problem();
        if (now.isPresent() != problem.isPresent()) {
            String database = history.address().shown();
            events.emit(
                    now.map(
                                    why ->
                                            new Event(
                                                    clock.instant(),
                                                    EventTypes.STORE_UNREACHABLE,
                                                    Map.of("database", database, "problem", why)))
                            .orElseGet(
                                    () ->
                                            new Event(
                                                    clock.instant(),
                                                    EventTypes.STORE_REACHABLE,
                                                    Map.of("database", database))));
        }
        problem = now;
        long lost = samples.lost();
        if (lost > lostBefore) {
            events.emit(
                    new Event(
                            clock.instant(),
                            EventTypes.SAMPLES_LOST,
                            Map.of(
                                    "lost",
                                    lost - lostBefore,
                                    "total",
                                    lost,
                                    "waiting",
                                    samples.waiting())));
            lostBefore = lost;
        }
    }

    private void forget(Instant now) {
        repeat(() -> thinning.step(now));
        prunings.forEach(each -> repeat(() -> each.step(now)));
    }

    /** Step by step, while there is more. */
    private void repeat(BooleanSupplier step) {
        try {
            boolean more = true;
            while (more && !closed) {
                more = step.getAsBoolean();
            }
        } catch (TransshipException | JdbiException e) {
            LOG.debug("what is old is not forgotten: {}", e.getMessage());
        }
    }

    /** An older build kept everything in one file: what it had is the journal's now. */
    private static void adopt(Database before, Database journal) {
        boolean used =
                journal.read(
                        handle ->
                                Rows.TABLES.stream()
                                        .anyMatch(
                                                table ->
                                                        handle.createQuery(
                                                                        "SELECT EXISTS (SELECT 1"
                                                                                + " FROM "
                                                                                + table
                                                                                + ")")
                                                                .mapTo(Boolean.class)
                                                                .one()));
        if (used) {
            return;
        }
        journal.write(
                to -> {
                    Rows target = new Rows(to, journal.dialect());
                    for (String table : Rows.TABLES) {
                        List<Map<String, Object>> rows =
                                before.read(
                                        from ->
                                                from.createQuery(
                                                                "SELECT * FROM "
                                                                        + table
                                                                        + " ORDER BY rowid")
                                                        .mapToMap()
                                                        .list());
                        rows.forEach(row -> target.put(table, row));
                    }
                });
    }
}
