package io.transship.manager.store;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Notes on decisions in SQL. */
public final class SqlDecisionNotes implements DecisionNotes {

    private final Database database;

    /** Those of that database. */
    public SqlDecisionNotes(Database database) {
        this.database = database;
    }

    @Override
    public void add(Note note) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO decision_note (decision_id, at_ms, kind, data)"
                                                + " VALUES (:decision, :at, :kind, :data)")
                                .bind("decision", note.decision())
                                .bind("at", note.at().toEpochMilli())
                                .bind("kind", note.kind())
                                .bind("data", Json.write(note.data()))
                                .execute());
    }

    @Override
    public List<Note> on(Collection<String> decisions) {
        if (decisions.isEmpty()) {
            return List.of();
        }
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM decision_note WHERE decision_id IN (<ids>)"
                                                + " ORDER BY id")
                                .bindList("ids", List.copyOf(decisions))
                                .map(
                                        (row, context) ->
                                                new Note(
                                                        row.getString("decision_id"),
                                                        Instant.ofEpochMilli(row.getLong("at_ms")),
                                                        row.getString("kind"),
                                                        Json.read(row.getString("data"))))
                                .list());
    }

    /** A later decision on a container takes the place of an earlier proposal. */
    @Override
    public List<Proposal> unanswered() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT id, container, source FROM decision proposed WHERE"
                                                + " outcome = 'proposed' AND id NOT IN (SELECT"
                                                + " decision_id FROM decision_note WHERE kind IN"
                                                + " ('approved', 'rejected')) AND NOT EXISTS"
                                                + " (SELECT 1 FROM decision later WHERE"
                                                + " later.container = proposed.container AND"
                                                + " later.outcome IN ('proposed', 'move') AND"
                                                + " later.at_ms > proposed.at_ms)"
                                                + " ORDER BY at_ms, id")
                                .map(
                                        (row, context) ->
                                                new Proposal(
                                                        row.getString("id"),
                                                        new ContainerId(row.getString("container")),
                                                        new HostId(row.getString("source"))))
                                .list());
    }

    @Override
    public List<String> withoutEnd() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT id FROM decision WHERE (outcome = 'move' OR id IN"
                                                + " (SELECT decision_id FROM decision_note WHERE"
                                                + " kind = 'approved')) AND id NOT IN (SELECT"
                                                + " decision_id FROM decision_note WHERE kind IN"
                                                + " (<ends>)) ORDER BY at_ms, id")
                                .bindList("ends", List.copyOf(ENDS))
                                .mapTo(String.class)
                                .list());
    }
}
