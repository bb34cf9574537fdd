package io.transship.manager.store;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.store.DecisionRecord.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Decisions in SQL. */
public final class SqlDecisionStore implements DecisionStore {

    private final Database database;

    /** Decisions in that database. */
    public SqlDecisionStore(Database database) {
        this.database = database;
    }

    @Override
    public void save(DecisionRecord decision) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO decision (id, at_ms, policy, detector, outcome,"
                                                + " summary, container, source, target, seed, times,"
                                                + " explanation, view) VALUES (:id, :at, :policy,"
                                                + " :detector, :outcome, :summary, :container,"
                                                + " :source, :target, :seed, :times, :explanation,"
                                                + " :view)")
                                .bind("id", decision.id())
                                .bind("at", decision.at().toEpochMilli())
                                .bind("policy", decision.policy())
                                .bind("detector", decision.detector())
                                .bind("outcome", decision.outcome().word())
                                .bind("summary", decision.summary())
                                .bind("container", decision.container().map(ContainerId::name))
                                .bind("source", decision.source().map(HostId::name))
                                .bind("target", decision.target().map(HostId::name))
                                .bind("seed", decision.seed())
                                .bind("times", Json.write(decision.times()))
                                .bind("explanation", Json.write(decision.explanation()))
                                .bind("view", Json.write(decision.view()))
                                .execute());
    }

    @Override
    public List<DecisionRecord> latest(int count) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM decision ORDER BY at_ms DESC, id DESC"
                                                + " LIMIT :count")
                                .bind("count", count)
                                .map((row, context) -> decision(row))
                                .list());
    }

    @Override
    public Optional<DecisionRecord> find(String id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM decision WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> decision(row))
                                .findOne());
    }

    private static DecisionRecord decision(ResultSet row) throws SQLException {
        Map<String, Double> times = new LinkedHashMap<>();
        Json.read(row.getString("times"))
                .forEach((name, value) -> times.put(name, ((Number) value).doubleValue()));
        return new DecisionRecord(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("at_ms")),
                row.getString("policy"),
                row.getString("detector"),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("summary"),
                Optional.ofNullable(row.getString("container")).map(ContainerId::new),
                Optional.ofNullable(row.getString("source")).map(HostId::new),
                Optional.ofNullable(row.getString("target")).map(HostId::new),
                row.getLong("seed"),
                times,
                Json.read(row.getString("explanation")),
                Json.read(row.getString("view")));
    }
}
