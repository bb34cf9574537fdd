package io.transship.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole table: what each event does in each state; all that is not in it can't happen. */
class EveryStateAndEventTest {

    /** Phase, pending effect, event, then next phase and pending effect. */
    private static final String TABLE =
            """
            PLANNED NONE ORDERED -> PREPARING PREPARE
            PREPARING PREPARE PREPARED -> HOLDING HOLD
            PREPARING * FAILED -> ROLLING_BACK ABORT_TARGET
            PREPARING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            HOLDING HOLD HELD -> DUMPING MIGRATE
            HOLDING * FAILED -> ROLLING_BACK ABORT_TARGET
            HOLDING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            DUMPING * DUMPED -> TRANSFERRING FENCE
            DUMPING * FAILED -> ROLLING_BACK ABORT_TARGET
            DUMPING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            TRANSFERRING FENCE FENCED -> TRANSFERRING NONE
            TRANSFERRING NONE TRANSFERRED -> RESTORING NONE
            TRANSFERRING * FAILED -> ROLLING_BACK ABORT_TARGET
            TRANSFERRING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            RESTORING NONE TARGET_RUNS -> RESTORING CONFIRM_TARGET
            RESTORING CONFIRM_TARGET TARGET_CONFIRMED -> SWITCHING RELEASE_TO_TARGET
            RESTORING * FAILED -> ROLLING_BACK ABORT_TARGET
            RESTORING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            SWITCHING RELEASE_TO_TARGET RELEASED -> SWITCHING COMMIT_TARGET
            SWITCHING RELEASE_TO_TARGET FAILED -> SWITCHING COMMIT_TARGET
            SWITCHING COMMIT_TARGET TARGET_COMMITTED -> SWITCHING COMMIT_SOURCE
            SWITCHING COMMIT_TARGET TARGET_COPY_DEAD -> ROLLING_BACK ABORT_SOURCE
            SWITCHING COMMIT_TARGET FAILED -> SWITCHING COMMIT_TARGET
            SWITCHING COMMIT_TARGET NO_ANSWER -> SWITCHING COMMIT_TARGET
            SWITCHING COMMIT_SOURCE SOURCE_COMMITTED -> COMMITTED NONE
            SWITCHING COMMIT_SOURCE FAILED -> SWITCHING COMMIT_SOURCE
            SWITCHING COMMIT_SOURCE NO_ANSWER -> SWITCHING COMMIT_SOURCE
            ROLLING_BACK ABORT_TARGET TARGET_ABORTED -> ROLLING_BACK ABORT_SOURCE
            ROLLING_BACK ABORT_TARGET FAILED -> ROLLING_BACK AWAIT_LEASE_END
            ROLLING_BACK ABORT_TARGET NO_ANSWER -> ROLLING_BACK AWAIT_LEASE_END
            ROLLING_BACK AWAIT_LEASE_END LEASE_ENDED -> ROLLING_BACK ABORT_SOURCE
            ROLLING_BACK ABORT_SOURCE SOURCE_SERVES -> ROLLING_BACK RELEASE_TO_SOURCE
            ROLLING_BACK ABORT_SOURCE FAILED -> ROLLING_BACK ABORT_SOURCE
            ROLLING_BACK ABORT_SOURCE NO_ANSWER -> ROLLING_BACK ABORT_SOURCE
            ROLLING_BACK RELEASE_TO_SOURCE RELEASED -> ROLLED_BACK NONE
            ROLLING_BACK RELEASE_TO_SOURCE FAILED -> ROLLED_BACK NONE
            """;

    @Test
    void everyStateAndEvent() {
        List<String> wrong = new ArrayList<>();
        for (MigrationPhase phase : MigrationPhase.values()) {
            for (MigrationEffect pending : MigrationEffect.values()) {
                for (MigrationEvent event : MigrationEvent.values()) {
                    String expected = expected(phase, pending, event);
                    String actual =
                            MigrationMachine.next(
                                            new MigrationState(phase, pending, true, true), event)
                                    .map(next -> next.phase() + " " + next.pending())
                                    .orElse("impossible");
                    if (!possible(phase, pending) || actual.equals(expected)) {
                        continue;
                    }
                    wrong.add(phase + " " + pending + " " + event + ": " + actual);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether the machine ever asks for the effect in the phase. */
    private static boolean possible(MigrationPhase phase, MigrationEffect pending) {
        if (phase == MigrationPhase.PLANNED || phase.isFinal()) {
            return pending == MigrationEffect.NONE;
        }
        String asked = phase + " " + pending;
        return TABLE.lines().anyMatch(line -> line.endsWith("-> " + asked));
    }

    private static String expected(
            MigrationPhase phase, MigrationEffect pending, MigrationEvent event) {
        Optional<String> row =
                TABLE.lines()
                        .filter(
                                line ->
                                        line.startsWith(phase + " " + pending + " " + event + " ")
                                                || line.startsWith(phase + " * " + event + " "))
                        .findFirst();
        return row.map(line -> line.substring(line.indexOf("-> ") + 3)).orElse("impossible");
    }
}
