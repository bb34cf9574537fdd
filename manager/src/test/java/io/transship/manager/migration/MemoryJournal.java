package io.transship.manager.migration;

import io.transship.core.migration.MigrationPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal that outlives the coordinator; it can be told to break. */
final class MemoryJournal implements MigrationJournal {

    private final Map<String, OpenMigration> migrations = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private @Nullable MigrationPhase broken;

    synchronized void breakAt(MigrationPhase phase) {
        broken = phase;
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    @Override
    public synchronized void begin(String id, MigrationRequest request, Instant at) {
        migrations.put(id, new OpenMigration(id, request, at, MigrationPhase.PLANNED));
    }

    @Override
    public synchronized void steps(String id, List<JournalStep> steps) {
        if (steps.stream().anyMatch(step -> step.phase() == broken)) {
            throw new IllegalStateException("the disk is full");
        }
        steps.forEach(step -> log.add(step.phase() + " " + step.effect()));
        MigrationPhase phase = steps.getLast().phase();
        migrations.computeIfPresent(
                id, (_, was) -> new OpenMigration(id, was.request(), was.started(), phase));
    }

    @Override
    public synchronized void end(Migration migration, Instant at) {
        log.add("end " + migration.phase());
    }

    @Override
    public synchronized List<OpenMigration> open() {
        return migrations.values().stream().filter(each -> !each.phase().isFinal()).toList();
    }
}
