package io.transship.daemon.session;

import static io.transship.core.failure.FailureCode.ENGINE_FAILED;
import static io.transship.core.failure.FailureCode.INTERNAL;
import static io.transship.core.failure.FailureCode.RESTORE_FAILED;
import static io.transship.core.failure.FailureCode.TRANSFER_FAILED;
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
        state = new SessionState(new SessionJournal(folder), open, SessionPhase.COPY_RUNS, _ -> {});
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
    void whatIsRefusedAfterAnAbortIsToldWhyItWasAborted() {
        TransshipException broken = new TransshipException(TRANSFER_FAILED, "the tunnel broke.");
        assertThat(state.abort(broken)).isTrue();
        assertThat(state.abort(new TransshipException(INTERNAL, "later."))).isTrue();
        assertThat(state.decide(SessionPhase.ABORTED)).isTrue();

        assertThat(state.failure()).contains(broken);
        assertThatThrownBy(() -> state.enter(SessionPhase.RECEIVED)).isSameAs(broken);
        assertThatThrownBy(state::requireFuture).isSameAs(broken);
        assertThatThrownBy(state::awaitCopy).isSameAs(broken);
    }

    @Test
    void whatFailsBehindAnAbortIsExplainedByItUnlessItIsOfTheSameKind() {
        TransshipException restore = new TransshipException(RESTORE_FAILED, "restore.log");
        assertThat(state.explained(restore)).isSameAs(restore);

        TransshipException fetcher = new TransshipException(RESTORE_FAILED, "its fetcher ended.");
        state.abort(fetcher);

        assertThat(state.explained(restore)).isSameAs(restore);
        assertThat(state.explained(new TransshipException(ENGINE_FAILED, "it was killed.")))
                .isSameAs(fetcher);
    }

    @Test
    void whatWasAdoptedBeforeIsNotAborted() {
        state.enter(SessionPhase.COPY_RUNS);
        assertThat(state.decide(SessionPhase.COMMITTED)).isTrue();

        assertThat(state.abort(new TransshipException(INTERNAL, "too late."))).isFalse();
        assertThat(state.failure()).isEmpty();
        assertThat(state.phase()).isEqualTo(SessionPhase.COMMITTED);
    }

    @Test
    void whatWasLostHasNone() {
        state.enter(SessionPhase.COPY_RUNS);
        assertThat(state.decide(SessionPhase.FETCHING)).isTrue();
        assertThat(state.decide(SessionPhase.LOST)).isTrue();

        assertThatThrownBy(state::requireFuture).isInstanceOf(TransshipException.class);
    }
}
