package io.transship.manager.store;

import io.transship.manager.event.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Events in SQL. */
public final class SqlEventStore implements EventStore {

    private final Database database;

    /** Events in that database. */
    public SqlEventStore(Database database) {
        this.database = database;
    }

    @Override
    public long append(Event event) {
        AtomicLong number = new AtomicLong();
        database.write(
                handle ->
                        number.set(
                                handle.createUpdate(
                                                "INSERT INTO event (at_ms, type, data)"
                                                        + " VALUES (:at, :type, :data)")
                                        .bind("at", event.at().toEpochMilli())
                                        .bind("type", event.type())
                                        .bind("data", Json.write(event.data()))
                                        .executeAndReturnGeneratedKeys("id")
                                        .mapTo(Long.class)
                                        .one()));
        return number.get();
    }

    @Override
    public List<Stored> after(long after, int count) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT id, at_ms, type, data FROM event WHERE id > :after"
                                                + " ORDER BY id LIMIT :count")
                                .bind("after", after)
                                .bind("count", count)
                                .map((row, context) -> stored(row))
                                .list());
    }

    @Override
    public long newest() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT coalesce(max(id), 0) FROM event")
                                .mapTo(Long.class)
                                .one());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                new Event(
                        Instant.ofEpochMilli(row.getLong("at_ms")),
                        row.getString("type"),
                        Json.read(row.getString("data"))));
    }
}
