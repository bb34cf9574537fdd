package io.transship.manager.service;

import io.transship.manager.api.History;
import io.transship.manager.api.report.MigrationReport;
import io.transship.manager.document.DecisionDocument;
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
    private final MigrationHistory migrations;
    private final MigrationDesk desk;

    /** A history from these. */
    public StoredHistory(DecisionStore decisions, MigrationHistory migrations, MigrationDesk desk) {
        this.decisions = decisions;
        this.migrations = migrations;
        this.desk = desk;
    }

    @Override
    public List<Map<String, Object>> decisions(int limit) {
        return decisions.latest(limit).stream().map(DecisionDocument::of).toList();
    }

    @Override
    public Optional<Map<String, Object>> decision(String id) {
        return decisions.find(id).map(DecisionDocument::of);
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
