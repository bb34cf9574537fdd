package io.transship.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole table: what each event does in each state; all that is not in it can't happen. */
class EveryStateAndEventTest {

    /** Phase, pending effect, event, then next phase and pending effect; what all modes share. */
    private static final String BACK =
            """
            PREPARING * FAILED -> ROLLING_BACK ABORT_TARGET
            PREPARING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            HOLDING * FAILED -> ROLLING_BACK ABORT_TARGET
            HOLDING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            DUMPING * FAILED -> ROLLING_BACK ABORT_TARGET
            DUMPING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            TRANSFERRING * FAILED -> ROLLING_BACK ABORT_TARGET
            TRANSFERRING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            RESTORING * FAILED -> ROLLING_BACK ABORT_TARGET
            RESTORING * NO_ANSWER -> ROLLING_BACK ABORT_TARGET
            SWITCHING ADOPT_TARGET TARGET_ADOPTED -> SWITCHING RELEASE_TO_TARGET
            SWITCHING ADOPT_TARGET TARGET_COPY_DEAD -> ROLLING_BACK ABORT_TARGET
            SWITCHING ADOPT_TARGET FAILED -> SWITCHING ADOPT_TARGET
            SWITCHING ADOPT_TARGET NO_ANSWER -> SWITCHING ADOPT_TARGET
            SWITCHING RELEASE_TO_TARGET RELEASED -> SWITCHING COMMIT_TARGET
            SWITCHING RELEASE_TO_TARGET FAILED -> SWITCHING COMMIT_TARGET
            SWITCHING COMMIT_TARGET FAILED -> SWITCHING COMMIT_TARGET
            SWITCHING COMMIT_TARGET NO_ANSWER -> SWITCHING COMMIT_TARGET
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

    private static final String STOPPED_FIRST =
            """
            PLANNED NONE ORDERED -> PREPARING PREPARE
            PREPARING PREPARE PREPARED -> HOLDING HOLD
            HOLDING HOLD HELD -> DUMPING MIGRATE
            DUMPING MIGRATE DUMPED -> TRANSFERRING FENCE
            TRANSFERRING FENCE FENCED -> TRANSFERRING NONE
            TRANSFERRING NONE TRANSFERRED -> RESTORING NONE
            RESTORING NONE TARGET_RUNS -> SWITCHING ADOPT_TARGET
            """;

    private static final String RELEASED_THEN_COMMITTED =
            """
            SWITCHING COMMIT_TARGET TARGET_COMMITTED -> SWITCHING COMMIT_SOURCE
            SWITCHING COMMIT_SOURCE SOURCE_COMMITTED -> COMMITTED NONE
            SWITCHING COMMIT_SOURCE FAILED -> SWITCHING COMMIT_SOURCE
            SWITCHING COMMIT_SOURCE NO_ANSWER -> SWITCHING COMMIT_SOURCE
            """;

    private static final String FILES =
            BACK
                    + STOPPED_FIRST
                    + RELEASED_THEN_COMMITTED
                    + """
                    TRANSFERRING NONE SOURCE_LOST -> RESTORING ASK_TARGET
                    RESTORING NONE SOURCE_LOST -> RESTORING ASK_TARGET
                    RESTORING ASK_TARGET TARGET_RUNS -> SWITCHING ADOPT_TARGET
                    """;

    private static final String POST_COPY =
            BACK
                    + STOPPED_FIRST
                    + """
                    TRANSFERRING NONE SOURCE_LOST -> ROLLING_BACK ABORT_TARGET
                    RESTORING NONE SOURCE_LOST -> ROLLING_BACK ABORT_TARGET
                    SWITCHING ADOPT_TARGET PAGES_LOST -> LOSING COMMIT_SOURCE
                    SWITCHING COMMIT_TARGET TARGET_COMMITTED -> FETCHING AWAIT_PAGES
                    SWITCHING COMMIT_TARGET PAGES_LOST -> LOSING COMMIT_SOURCE
                    FETCHING AWAIT_PAGES PAGES_ARRIVED -> FETCHING COMMIT_SOURCE
                    FETCHING AWAIT_PAGES PAGES_LOST -> LOSING COMMIT_SOURCE
                    FETCHING AWAIT_PAGES FAILED -> FETCHING AWAIT_PAGES
                    FETCHING AWAIT_PAGES NO_ANSWER -> FETCHING AWAIT_PAGES
                    FETCHING COMMIT_SOURCE SOURCE_COMMITTED -> COMMITTED NONE
                    FETCHING COMMIT_SOURCE FAILED -> FETCHING COMMIT_SOURCE
                    FETCHING COMMIT_SOURCE NO_ANSWER -> FETCHING COMMIT_SOURCE
                    LOSING COMMIT_SOURCE SOURCE_COMMITTED -> LOST NONE
                    LOSING COMMIT_SOURCE FAILED -> LOSING COMMIT_SOURCE
                    LOSING COMMIT_SOURCE NO_ANSWER -> LOSING COMMIT_SOURCE
                    """;

    private static final String LEAVE_RUNNING =
            BACK
                    + RELEASED_THEN_COMMITTED
                    + """
                    PLANNED NONE ORDERED -> PREPARING PREPARE
                    PREPARING PREPARE PREPARED -> DUMPING MIGRATE
                    DUMPING MIGRATE DUMPED -> TRANSFERRING NONE
                    TRANSFERRING NONE TRANSFERRED -> RESTORING NONE
                    RESTORING NONE TARGET_RUNS -> HOLDING HOLD
                    HOLDING HOLD HELD -> HOLDING STOP_SOURCE
                    HOLDING STOP_SOURCE SOURCE_STOPPED -> HOLDING FENCE
                    HOLDING FENCE FENCED -> SWITCHING ADOPT_TARGET
                    TRANSFERRING NONE SOURCE_LOST -> ROLLING_BACK ABORT_TARGET
                    RESTORING NONE SOURCE_LOST -> ROLLING_BACK ABORT_TARGET
                    """;

    private static String table(MigrationMode mode) {
        return switch (mode) {
            case POST_COPY -> POST_COPY;
            case LEAVE_RUNNING -> LEAVE_RUNNING;
            default -> FILES;
        };
    }

    @ParameterizedTest
    @EnumSource(MigrationMode.class)
    void everyStateAndEvent(MigrationMode mode) {
        List<String> wrong = new ArrayList<>();
        for (MigrationPhase phase : MigrationPhase.values()) {
            for (MigrationEffect pending : MigrationEffect.values()) {
                for (MigrationEvent event : MigrationEvent.values()) {
                    MigrationState state = new MigrationState(mode, phase, pending, true, true);
                    String expected = expected(state, event);
                    String actual =
                            MigrationMachine.next(state, event)
                                    .map(next -> next.phase() + " " + next.pending())
                                    .orElse("impossible");
                    if (possible(state) && !actual.equals(expected)) {
                        wrong.add(state + " " + event + ": " + actual);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether the machine ever asks for the effect in the phase. */
    private static boolean possible(MigrationState state) {
        if (state.phase() == MigrationPhase.PLANNED || state.phase().isFinal()) {
            return state.pending() == MigrationEffect.NONE;
        }
        String asked = state.phase() + " " + state.pending();
        return table(state.mode()).lines().anyMatch(line -> line.endsWith("-> " + asked));
    }

    private static String expected(MigrationState state, MigrationEvent event) {
        String exact = state.phase() + " " + state.pending() + " " + event + " ";
        String any = state.phase() + " * " + event + " ";
        return table(state.mode())
                .lines()
                .filter(line -> line.startsWith(exact) || line.startsWith(any))
                .findFirst()
                .map(line -> line.substring(line.indexOf("-> ") + 3))
                .orElse("impossible");
    }
}
