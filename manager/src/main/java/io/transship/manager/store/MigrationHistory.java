package io.transship.manager.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Past and present migrations as documents, for the API. Thread-safe. */
public final class MigrationHistory {

    private final Database database;

    /** The migrations of that database. */
    public MigrationHistory(Database database) {
        this.database = database;
    }

    /**
     * The newest migrations, newest first: {@code id, container, source, target, mode, startedAt,
     * phase, endedAt, serving, times, prediction, movedBytes, contentBytes, stateBytes, hold,
     * failure: {code, message}}.
     */
    public List<Map<String, Object>> latest(int count) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM migration ORDER BY started_ms DESC, id DESC"
                                                + " LIMIT :count")
                                .bind("count", count)
                                .map((row, context) -> document(row))
                                .list());
    }

    /** Those that began then or later, ended then or later, or have no end; newest first. */
    public List<Map<String, Object>> since(Instant then) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM migration WHERE started_ms >= :then OR"
                                                + " ended_ms >= :then OR ended_ms IS NULL"
                                                + " ORDER BY started_ms DESC, id DESC")
                                .bind("then", then.toEpochMilli())
                                .map((row, context) -> document(row))
                                .list());
    }

    /** One migration with its {@code steps: [{phase, effect, at}]}. */
    public Optional<Map<String, Object>> find(String id) {
        return database.read(
                handle -> {
                    Optional<Map<String, Object>> found =
                            handle.createQuery("SELECT * FROM migration WHERE id = :id")
                                    .bind("id", id)
                                    .map((row, context) -> document(row))
                                    .findOne();
                    found.ifPresent(
                            document ->
                                    document.put(
                                            "steps",
                                            handle.createQuery(
                                                            "SELECT phase, effect, at_ms FROM"
                                                                    + " migration_step WHERE"
                                                                    + " migration_id = :id ORDER BY id")
                                                    .bind("id", id)
                                                    .map((row, context) -> step(row))
                                                    .list()));
                    return found;
                });
    }

    private static Map<String, Object> document(ResultSet row) throws SQLException {
        Map<String, Object> document = new LinkedHashMap<>();
        for (String name : List.of("id", "container", "source", "target", "mode")) {
            document.put(name, row.getString(name));
        }
        document.put("startedAt", at(row, "started_ms"));
        document.put("phase", row.getString("phase"));
        if (row.getString("ended_ms") != null) {
            document.put("endedAt", at(row, "ended_ms"));
            document.put("movedBytes", row.getLong("moved_bytes"));
            document.put("contentBytes", row.getLong("content_bytes"));
            document.put("stateBytes", row.getLong("state_bytes"));
        }
        text(row, "serving").ifPresent(serving -> document.put("serving", serving));
        text(row, "times").ifPresent(times -> document.put("times", Json.read(times)));
        text(row, "prediction").ifPresent(each -> document.put("prediction", Json.read(each)));
        text(row, "hold").ifPresent(hold -> document.put("hold", Json.read(hold)));
        Optional<String> code = text(row, "failure_code");
        if (code.isPresent()) {
            Map<String, Object> failure = new LinkedHashMap<>();
            failure.put("code", code.get());
            failure.put("message", text(row, "failure_message").orElse(""));
            document.put("failure", failure);
        }
        return document;
    }

    private static Map<String, Object> step(ResultSet row) throws SQLException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("phase", row.getString("phase"));
        document.put("effect", row.getString("effect"));
        document.put("at", at(row, "at_ms"));
        return document;
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static String at(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column)).toString();
    }
}
