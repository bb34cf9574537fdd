package io.transship.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStateTest {

    @TempDir private Path folder;
    private SessionState state;

    @BeforeEach
    void begin() {
        SessionRecord open =
                new SessionRecord(
                        new MigrationId("m1"),
                        SessionRecord.Role.TARGET,
                        new ContainerId("web"),
                        SessionPhase.OPEN);
        state =
                new SessionState(
                        new SessionJournal(folder), open, SessionPhase.COPY_RUNS, () -> {});
    }

    /** The manager may be told that the copy runs, and adopt it, while whoever restored it ends. */
    @ParameterizedTest
    @EnumSource(names = {"COMMITTED", "FETCHING"})
    void whatWasAdoptedIsDecidedAndHasAFuture(SessionPhase adopted) {
        state.enter(SessionPhase.COPY_RUNS);
        assertThat(state.decide(adopted)).isTrue();

        assertThatCode(state::requireFuture).doesNotThrowAnyException();
        assertThatCode(state::awaitCopy).doesNotThrowAnyException();
        assertThatThrownBy(state::requireUndecided).hasMessageContaining("m1 is " + adopted.word());
    }

    @Test
    void whatWasGivenUpHasNone() {
        assertThat(state.decide(SessionPhase.ABORTED)).isTrue();

        assertThatThrownBy(state::requireFuture).isInstanceOf(TransshipException.class);
        assertThatThrownBy(state::awaitCopy).hasMessageContaining("is aborted");
    }

    @Test
    void whatWasLostHasNone() {
        state.enter(SessionPhase.COPY_RUNS);
        assertThat(state.decide(SessionPhase.FETCHING)).isTrue();
        assertThat(state.decide(SessionPhase.LOST)).isTrue();

        assertThatThrownBy(state::requireFuture).isInstanceOf(TransshipException.class);
    }
}
