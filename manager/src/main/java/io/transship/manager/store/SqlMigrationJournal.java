package io.transship.manager.store;

import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationJournal;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.MigrationTimes;
import io.transship.manager.redirect.HoldReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The journal in SQL: each entry is a transaction that is on the disk when the call returns. */
public final class SqlMigrationJournal implements MigrationJournal {

    private static final List<String> FINAL =
            Arrays.stream(MigrationPhase.values())
                    .filter(MigrationPhase::isFinal)
                    .map(MigrationPhase::name)
                    .toList();

    private final Database database;

    /** A journal in that database. */
    public SqlMigrationJournal(Database database) {
        this.database = database;
    }

    @Override
    public void begin(String id, MigrationRequest request, Instant at) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO migration (id, container, source, target,"
                                                + " mode, started_ms, phase) VALUES (:id,"
                                                + " :container, :source, :target, :mode, :at,"
                                                + " :phase)")
                                .bind("id", id)
                                .bind("container", request.container().name())
                                .bind("source", request.source().name())
                                .bind("target", request.target().name())
                                .bind("mode", request.mode().word())
                                .bind("at", at.toEpochMilli())
                                .bind("phase", MigrationPhase.PLANNED.name())
                                .execute());
    }

    @Override
    public void steps(String id, List<JournalStep> steps) {
        database.write(
                handle -> {
                    for (JournalStep step : steps) {
                        handle.createUpdate(
                                        "INSERT INTO migration_step (migration_id, phase, effect,"
                                                + " at_ms) VALUES (:id, :phase, :effect, :at)")
                                .bind("id", id)
                                .bind("phase", step.phase().name())
                                .bind("effect", step.effect().name())
                                .bind("at", step.at().toEpochMilli())
                                .execute();
                    }
                    handle.createUpdate("UPDATE migration SET phase = :phase WHERE id = :id")
                            .bind("id", id)
                            .bind("phase", steps.getLast().phase().name())
                            .execute();
                });
    }

    @Override
    public void end(Migration migration, Instant at) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        "UPDATE migration SET phase = :phase, ended_ms = :ended,"
                                                + " serving = :serving, times = :times,"
                                                + " moved_bytes = :moved, content_bytes = :content,"
                                                + " state_bytes = :state,"
                                                + " hold = :hold, failure_code = :code,"
                                                + " failure_message = :message WHERE id = :id")
                                .bind("id", migration.id())
                                .bind("phase", migration.phase().name())
                                .bind("ended", at.toEpochMilli())
                                .bind("serving", migration.serving().map(HostId::name))
                                .bind("times", Json.write(times(migration.times())))
                                .bind("moved", migration.moved().bytes())
                                .bind("content", migration.content().bytes())
                                .bind("state", migration.state().bytes())
                                .bind("hold", migration.hold().map(hold -> Json.write(hold(hold))))
                                .bind("code", migration.failure().map(each -> each.code().name()))
                                .bind(
                                        "message",
                                        migration.failure().map(TransshipException::getMessage))
                                .execute());
    }

    @Override
    public List<OpenMigration> open() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM migration WHERE phase NOT IN (<final>)"
                                                + " ORDER BY started_ms, id")
                                .bindList("final", FINAL)
                                .map((row, context) -> open(row))
                                .list());
    }

    private static OpenMigration open(ResultSet row) throws SQLException {
        return new OpenMigration(
                row.getString("id"),
                new MigrationRequest(
                        new ContainerId(row.getString("container")),
                        new HostId(row.getString("source")),
                        new HostId(row.getString("target")),
                        MigrationMode.of(row.getString("mode")).orElse(MigrationMode.COPY)),
                Instant.ofEpochMilli(row.getLong("started_ms")),
                MigrationPhase.valueOf(row.getString("phase")));
    }

    private static Map<String, Object> times(MigrationTimes times) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("prepareMs", millis(times.prepare()));
        document.put("holdMs", millis(times.hold()));
        document.put("dumpMs", millis(times.dump()));
        document.put("transferMs", millis(times.transfer()));
        document.put("restoreMs", millis(times.restore()));
        document.put("releaseMs", millis(times.release()));
        document.put("downtimeMs", millis(times.downtime()));
        document.put("totalMs", millis(times.total()));
        return document;
    }

    private static Map<String, Object> hold(HoldReport hold) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("held", hold.held());
        document.put("replayed", hold.replayed());
        document.put("late", hold.late());
        document.put("dropped", hold.dropped());
        document.put("durationMs", millis(hold.duration()));
        return document;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
