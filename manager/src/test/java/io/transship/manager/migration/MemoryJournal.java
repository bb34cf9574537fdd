package io.transship.manager.migration;

import io.transship.core.migration.MigrationPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal that outlives the coordinator; it can be told to break. */
final class MemoryJournal implements MigrationJournal {

    private final Map<String, OpenMigration> migrations = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final Map<String, Runnable> actions = new HashMap<>();
    private @Nullable MigrationPhase broken;
    private String fatal = "";

    synchronized void breakAt(MigrationPhase phase) {
        broken = phase;
    }

    /** The manager dies when it has written, or is about to write, that step. */
    synchronized void dieAt(String step) {
        fatal = step;
    }

    /** Runs {@code action} when that step is written. */
    synchronized void when(String step, Runnable action) {
        actions.put(step, action);
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
        List<String> entries =
                steps.stream().map(step -> step.phase() + " " + step.effect()).toList();
        entries.forEach(entry -> dieIf("before " + entry));
        entries.forEach(entry -> actions.getOrDefault(entry, () -> {}).run());
        log.addAll(entries);
        MigrationPhase phase = steps.getLast().phase();
        migrations.computeIfPresent(
                id, (_, was) -> new OpenMigration(id, was.request(), was.started(), phase));
        entries.forEach(entry -> dieIf("after " + entry));
    }

    private void dieIf(String step) {
        if (step.equals(fatal)) {
            fatal = "";
            throw new Death();
        }
    }

    /** What no code catches. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;
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
