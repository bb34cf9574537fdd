package io.transship.manager.store.history;

import io.transship.core.failure.TransshipException;
import io.transship.manager.store.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies decisions, migrations, their steps and events from the journal to the database of all
 * history, in their order. While that is absent they wait in the journal's outbox; past its bound
 * the oldest are not copied any more, and are counted. A row is copied at least once. Thread-safe.
 */
public final class HistoryCopier {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryCopier.class);
    private static final int BATCH = 50;

    private final Database journal;
    private final Database history;
    private final int room;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong copied = new AtomicLong();
    private final ReentrantLock copying = new ReentrantLock();
    private volatile long waiting;

    private record Entry(long number, String table, Object row) {}

    /**
     * A copier that has copied nothing.
     *
     * @param room how many changes may wait
     */
    public HistoryCopier(Database journal, Database history, int room) {
        this.journal = journal;
        this.history = history;
        this.room = room;
    }

    /** Rows that were not copied and will not be, since the start. */
    public long lost() {
        return lost.get();
    }

    /** Changes that were copied since the start. */
    public long copied() {
        return copied.get();
    }

    /** Changes that wait. */
    public long waiting() {
        return waiting;
    }

    /**
     * Has the newest rows copied once more: a power cut may have taken their copies from a database
     * that writes at leisure.
     */
    public void repeat(int newest) {
        journal.write(
                handle -> {
                    for (String table : Rows.TABLES) {
                        handle.execute(
                                "INSERT INTO outbox (table_name, row_id) SELECT '"
                                        + table
                                        + "', id FROM (SELECT id, rowid AS age FROM "
                                        + table
                                        + " ORDER BY rowid DESC LIMIT ?) ORDER BY age",
                                newest);
                    }
                });
    }

    /** Copies what waits; returns at the first failure, or when somebody copies already. */
    public void copy() {
        if (!copying.tryLock()) {
            return;
        }
        try {
            List<Entry> batch = next();
            while (!batch.isEmpty() && copy(batch)) {
                batch = next();
            }
            bound();
        } finally {
            copying.unlock();
        }
    }

    private List<Entry> next() {
        return journal.read(
                handle ->
                        handle.createQuery(
                                        "SELECT number, table_name, row_id FROM outbox"
                                                + " ORDER BY number LIMIT :batch")
                                .bind("batch", BATCH)
                                .map(
                                        (row, context) ->
                                                new Entry(
                                                        row.getLong(1),
                                                        row.getString(2),
                                                        row.getObject(3)))
                                .list());
    }

    /** Whether it is done with these; a row that an answering database refuses is lost. */
    private boolean copy(List<Entry> batch) {
        if (!put(batch)) {
            if (history.problem().isPresent()) {
                return false;
            }
            for (Entry entry : batch) {
                if (!put(List.of(entry))) {
                    if (history.problem().isPresent()) {
                        return false;
                    }
                    lost.incrementAndGet();
                    LOG.warn(
                            "{} {} is not copied to {}",
                            entry.table(),
                            entry.row(),
                            history.address());
                }
            }
        }
        copied.addAndGet(batch.size());
        forget(batch.getLast().number());
        return true;
    }

    private boolean put(List<Entry> batch) {
        List<Map.Entry<String, Map<String, Object>>> rows = rows(batch);
        try {
            history.write(
                    handle -> {
                        Rows target = new Rows(handle, history.dialect());
                        rows.forEach(row -> target.put(row.getKey(), row.getValue()));
                    });
            return true;
        } catch (TransshipException | JdbiException e) {
            LOG.debug("{} rows are not copied: {}", rows.size(), e.toString());
            return false;
        }
    }

    /** As they are now: a row that changed again is copied once. */
    private List<Map.Entry<String, Map<String, Object>>> rows(List<Entry> batch) {
        Set<List<Object>> wanted = new LinkedHashSet<>();
        batch.forEach(entry -> wanted.add(List.of(entry.table(), entry.row())));
        return journal.read(
                handle -> {
                    List<Map.Entry<String, Map<String, Object>>> found = new ArrayList<>();
                    for (List<Object> each : wanted) {
                        Optional<Map<String, Object>> row =
                                handle.createQuery(
                                                "SELECT * FROM "
                                                        + each.getFirst()
                                                        + " WHERE id = ?")
                                        .bind(0, each.getLast())
                                        .mapToMap()
                                        .findOne();
                        row.ifPresent(it -> found.add(Map.entry((String) each.getFirst(), it)));
                    }
                    return found;
                });
    }

    private void forget(long last) {
        journal.write(handle -> handle.execute("DELETE FROM outbox WHERE number <= ?", last));
    }

    private void bound() {
        long now = count();
        if (now > room) {
            journal.write(
                    handle ->
                            lost.addAndGet(
                                    handle.execute(
                                            "DELETE FROM outbox WHERE number <="
                                                    + " (SELECT max(number) FROM outbox) - ?",
                                            room)));
            now = count();
        }
        waiting = now;
    }

    private long count() {
        return journal.read(
                handle ->
                        handle.createQuery("SELECT count(*) FROM outbox").mapTo(Long.class).one());
    }
}
