package io.transship.manager.migration;

import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.migration.MigrationState;
import io.transship.manager.migration.MigrationJournal.JournalStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one migration's steps into the journal. While nobody serves no disk is waited for: steps
 * that may wait go with the next that may not. Used by one thread.
 */
final class StepBook {

    private final MigrationJournal journal;
    private final String migration;
    private final List<JournalStep> passed = new ArrayList<>();

    /** Written before it was entered. */
    private @Nullable MigrationState ahead;

    StepBook(MigrationJournal journal, String migration) {
        this.journal = journal;
        this.migration = migration;
    }

    /** A state in which nothing is to be done and which is not the end needs no entry. */
    void enter(MigrationState next, Instant now) {
        if (next.pending() == MigrationEffect.NONE && !next.phase().isFinal()) {
            return;
        }
        if (next.equals(ahead)) {
            return;
        }
        passed.add(new JournalStep(next.phase(), next.pending(), now));
        if (mayWait(next)) {
            return;
        }
        write();
    }

    /**
     * Writes a state that is only about to be entered, while others work. A manager that starts
     * anew takes it for entered, which must be as safe as the state before.
     */
    void prepare(MigrationState next, Instant now) {
        passed.add(new JournalStep(next.phase(), next.pending(), now));
        write();
        ahead = next;
    }

    private void write() {
        try {
            journal.steps(migration, List.copyOf(passed));
        } finally {
            passed.clear();
        }
    }

    /**
     * Before the commit point a manager that starts anew goes back, wherever the migration stood,
     * as if all had been touched; past it, it adopts the copy once more before it lets frames go.
     */
    private static boolean mayWait(MigrationState next) {
        return switch (next.pending()) {
            case MIGRATE, STOP_SOURCE, FENCE, ASK_TARGET ->
                    !next.phase().isPastCommitPoint()
                            && next.phase() != MigrationPhase.ROLLING_BACK;
            case RELEASE_TO_TARGET -> next.phase() == MigrationPhase.SWITCHING;
            default -> false;
        };
    }
}
