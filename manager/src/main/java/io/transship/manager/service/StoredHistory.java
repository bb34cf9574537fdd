package io.transship.manager.service;

import io.transship.manager.api.History;
import io.transship.manager.api.report.MigrationReport;
import io.transship.manager.document.DecisionDocument;
import io.transship.manager.store.DecisionNotes;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionStore;
import io.transship.manager.store.MigrationHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decisions and migrations: those of this run from memory, earlier ones from the store. */
public final class StoredHistory implements History {

    private final DecisionStore decisions;
    private final DecisionNotes notes;
    private final MigrationHistory migrations;
    private final MigrationDesk desk;

    /** A history from these. */
    public StoredHistory(
            DecisionStore decisions,
            DecisionNotes notes,
            MigrationHistory migrations,
            MigrationDesk desk) {
        this.decisions = decisions;
        this.notes = notes;
        this.migrations = migrations;
        this.desk = desk;
    }

    @Override
    public List<Map<String, Object>> decisions(int limit) {
        return withNotes(decisions.latest(limit));
    }

    private List<Map<String, Object>> withNotes(List<DecisionRecord> records) {
        Map<String, List<Note>> kept =
                notes.on(records.stream().map(DecisionRecord::id).toList()).stream()
                        .collect(Collectors.groupingBy(Note::decision));
        return records.stream()
                .map(
                        record ->
                                DecisionDocument.of(
                                        record, kept.getOrDefault(record.id(), List.of())))
                .toList();
    }

    @Override
    public Optional<Map<String, Object>> decision(String id) {
        return decisions.find(id).map(record -> withNotes(List.of(record)).getFirst());
    }

    @Override
    public List<MigrationReport> migrations(int limit) {
        List<MigrationReport> reports = new ArrayList<>(desk.latest(limit));
        Set<String> known = reports.stream().map(MigrationReport::id).collect(Collectors.toSet());
        migrations.latest(limit).stream()
                .map(MigrationReports::of)
                .filter(report -> !known.contains(report.id()))
                .forEach(reports::add);
        return reports.stream().limit(limit).toList();
    }

    @Override
    public Optional<MigrationReport> migration(String id) {
        Optional<Map<String, Object>> stored = migrations.find(id);
        return desk.find(id)
                .or(() -> stored.map(MigrationReports::of))
                .map(
                        report ->
                                report.withSteps(
                                        stored.map(MigrationReports::steps).orElse(List.of())));
    }
}
