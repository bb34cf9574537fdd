package io.transship.manager.store.history;

import io.transship.core.migration.MigrationPhase;
import io.transship.manager.store.Database;
import io.transship.manager.store.DecisionNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Forgets events, decisions and migrations that have become old, in small transactions. What is not
 * over stays however old it is: a migration under way, and a decision whose move has no end. Of the
 * journal also what waits to be copied stays, and the migrations that predictions learn from.
 * Thread-safe.
 */
public final class Pruning {

    private static final int ROWS = 500;
    private static final int LEARNT_FROM = 100;

    private static final List<String> FINAL =
            Arrays.stream(MigrationPhase.values())
                    .filter(MigrationPhase::isFinal)
                    .map(MigrationPhase::name)
                    .toList();

    private static final String DECISIONS_WITHOUT_END =
            " AND (outcome <> 'move' AND id NOT IN (SELECT decision_id FROM decision_note WHERE"
                    + " kind = 'approved') OR id IN (SELECT decision_id FROM decision_note WHERE"
                    + " kind IN (<ends>)))";

    private final Database database;
    private final boolean journal;
    private final Duration kept;

    private Pruning(Database database, boolean journal, Duration kept) {
        this.database = database;
        this.journal = journal;
        this.kept = kept;
    }

    /** Of a manager's journal. */
    public static Pruning ofJournal(Database journal, Duration kept) {
        return new Pruning(journal, true, kept);
    }

    /** Of the copies elsewhere. */
    public static Pruning ofCopies(Database history, Duration kept) {
        return new Pruning(history, false, kept);
    }

    /** Does one small step; whether there is more. */
    public boolean step(Instant now) {
        long then = now.minus(kept).toEpochMilli();
        AtomicBoolean more = new AtomicBoolean();
        database.write(
                handle -> {
                    boolean some = events(handle, then);
                    some |= decisions(handle, then);
                    more.set(migrations(handle, then) || some);
                });
        return more.get();
    }

    /** In the order in which they came; an event that is younger than a later one waits for it. */
    private boolean events(Handle handle, long then) {
        List<Long> old =
                handle.createQuery(
                                "SELECT id FROM (SELECT id, at_ms FROM event ORDER BY id LIMIT "
                                        + ROWS
                                        + ") oldest WHERE at_ms < :then"
                                        + unlessWaiting("event"))
                        .bind("then", then)
                        .mapTo(Long.class)
                        .list();
        return delete(handle, "event", "id", old);
    }

    private boolean decisions(Handle handle, long then) {
        try (Query query =
                handle.createQuery(
                        "SELECT id FROM decision WHERE at_ms < :then"
                                + (journal ? DECISIONS_WITHOUT_END : "")
                                + unlessWaiting("decision")
                                + " ORDER BY at_ms LIMIT "
                                + ROWS)) {
            query.bind("then", then);
            if (journal) {
                query.bindList("ends", List.copyOf(DecisionNotes.ENDS));
            }
            List<String> old = query.mapTo(String.class).list();
            if (journal) {
                delete(handle, "decision_note", "decision_id", old);
            }
            return delete(handle, "decision", "id", old);
        }
    }

    private boolean migrations(Handle handle, long then) {
        List<String> old =
                handle.createQuery(
                                "SELECT id FROM migration WHERE ended_ms < :then AND phase IN"
                                        + " (<final>)"
                                        + (journal
                                                ? " AND id NOT IN (SELECT id FROM migration ORDER"
                                                        + " BY started_ms DESC LIMIT "
                                                        + LEARNT_FROM
                                                        + ")"
                                                : "")
                                        + unlessWaiting("migration")
                                        + " ORDER BY started_ms LIMIT "
                                        + ROWS)
                        .bind("then", then)
                        .bindList("final", FINAL)
                        .mapTo(String.class)
                        .list();
        delete(handle, "migration_step", "migration_id", old);
        return delete(handle, "migration", "id", old);
    }

    private String unlessWaiting(String table) {
        return journal
                ? " AND id NOT IN (SELECT row_id FROM outbox WHERE table_name = '" + table + "')"
                : "";
    }

    private static boolean delete(Handle handle, String table, String column, List<?> keys) {
        if (keys.isEmpty()) {
            return false;
        }
        handle.createUpdate("DELETE FROM " + table + " WHERE " + column + " IN (<keys>)")
                .bindList("keys", keys)
                .execute();
        return keys.size() == ROWS;
    }
}
