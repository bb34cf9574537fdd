package io.transship.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transcripts of migrations (thesis 4.2, figure "Migration Protocol"; paper III.B). */
class MigrationMachineTest {

    @Test
    void aMigrationThatSucceeds() {
        assertThat(
                        transcript(
                                MigrationEvent.ORDERED,
                                MigrationEvent.PREPARED,
                                MigrationEvent.HELD,
                                MigrationEvent.DUMPED,
                                MigrationEvent.FENCED,
                                MigrationEvent.TRANSFERRED,
                                MigrationEvent.TARGET_RUNS,
                                MigrationEvent.TARGET_ADOPTED,
                                MigrationEvent.RELEASED,
                                MigrationEvent.TARGET_COMMITTED,
                                MigrationEvent.SOURCE_COMMITTED))
                .containsExactly(
                        "PREPARING PREPARE",
                        "HOLDING HOLD",
                        "DUMPING MIGRATE",
                        "TRANSFERRING FENCE",
                        "TRANSFERRING NONE",
                        "RESTORING NONE",
                        "SWITCHING ADOPT_TARGET",
                        "SWITCHING RELEASE_TO_TARGET",
                        "SWITCHING COMMIT_TARGET",
                        "SWITCHING COMMIT_SOURCE",
                        "COMMITTED NONE");
    }

    @Test
    void aFailedRestoreBringsTheSourceBack() {
        assertThat(
                        transcript(
                                MigrationEvent.ORDERED,
                                MigrationEvent.PREPARED,
                                MigrationEvent.HELD,
                                MigrationEvent.DUMPED,
                                MigrationEvent.FENCED,
                                MigrationEvent.TRANSFERRED,
                                MigrationEvent.FAILED,
                                MigrationEvent.TARGET_ABORTED,
                                MigrationEvent.SOURCE_SERVES,
                                MigrationEvent.RELEASED))
                .endsWith(
                        "ROLLING_BACK ABORT_TARGET",
                        "ROLLING_BACK ABORT_SOURCE",
                        "ROLLING_BACK RELEASE_TO_SOURCE",
                        "ROLLED_BACK NONE");
    }

    @Test
    void aSilentTargetIsOutwaited() {
        assertThat(
                        transcript(
                                MigrationEvent.ORDERED,
                                MigrationEvent.PREPARED,
                                MigrationEvent.HELD,
                                MigrationEvent.NO_ANSWER,
                                MigrationEvent.NO_ANSWER,
                                MigrationEvent.LEASE_ENDED,
                                MigrationEvent.SOURCE_SERVES))
                .endsWith(
                        "ROLLING_BACK ABORT_TARGET",
                        "ROLLING_BACK AWAIT_LEASE_END",
                        "ROLLING_BACK ABORT_SOURCE",
                        "ROLLING_BACK RELEASE_TO_SOURCE");
    }

    @Test
    void aSilentTargetIsNotWaitedForWhenItCanHaveNoCopy() {
        assertThat(
                        transcript(
                                MigrationEvent.ORDERED,
                                MigrationEvent.FAILED,
                                MigrationEvent.NO_ANSWER,
                                MigrationEvent.SOURCE_SERVES))
                .endsWith("ROLLING_BACK ABORT_SOURCE", "ROLLED_BACK NONE");
    }

    @Test
    void afterTheCommitPointASilentTargetIsAskedAgain() {
        MigrationState switching =
                new MigrationState(
                        MigrationMode.COPY,
                        MigrationPhase.SWITCHING,
                        MigrationEffect.COMMIT_TARGET,
                        true,
                        true);

        assertThat(MigrationMachine.next(switching, MigrationEvent.NO_ANSWER)).contains(switching);
    }

    @Test
    void theSourceComesBackIfTheTargetNeverAdoptedItsCopy() {
        assertThat(
                        MigrationMachine.next(
                                switching(MigrationEffect.ADOPT_TARGET),
                                MigrationEvent.TARGET_COPY_DEAD))
                .contains(
                        new MigrationState(
                                MigrationMode.COPY,
                                MigrationPhase.ROLLING_BACK,
                                MigrationEffect.ABORT_TARGET,
                                true,
                                true));
    }

    @Test
    void onceFramesWereReleasedTheSourceNeverComesBack() {
        MigrationState released = switching(MigrationEffect.COMMIT_TARGET);

        assertThat(MigrationMachine.next(released, MigrationEvent.TARGET_COPY_DEAD)).isEmpty();
        assertThat(MigrationMachine.next(released, MigrationEvent.FAILED)).contains(released);
    }

    @Test
    void aSourceThatDiesWhenTheTargetHasEverythingIsNotNeededAnyMore() {
        assertThat(
                        transcript(
                                MigrationEvent.ORDERED,
                                MigrationEvent.PREPARED,
                                MigrationEvent.HELD,
                                MigrationEvent.DUMPED,
                                MigrationEvent.FENCED,
                                MigrationEvent.SOURCE_LOST,
                                MigrationEvent.TARGET_RUNS,
                                MigrationEvent.TARGET_ADOPTED))
                .endsWith(
                        "RESTORING ASK_TARGET",
                        "SWITCHING ADOPT_TARGET",
                        "SWITCHING RELEASE_TO_TARGET");
    }

    private static MigrationState switching(MigrationEffect pending) {
        return new MigrationState(
                MigrationMode.COPY, MigrationPhase.SWITCHING, pending, true, true);
    }

    @Test
    void aManagerThatStartsAnewGoesBackBeforeTheCommitPointAndForwardAfterIt() {
        assertThat(
                        MigrationMachine.recovered(MigrationMode.COPY, MigrationPhase.RESTORING)
                                .pending())
                .isEqualTo(MigrationEffect.ABORT_TARGET);
        assertThat(MigrationMachine.recovered(MigrationMode.COPY, MigrationPhase.PLANNED).pending())
                .isEqualTo(MigrationEffect.ABORT_TARGET);
        assertThat(
                        MigrationMachine.recovered(MigrationMode.COPY, MigrationPhase.SWITCHING)
                                .pending())
                .isEqualTo(MigrationEffect.ADOPT_TARGET);
        assertThat(
                        MigrationMachine.recovered(MigrationMode.COPY, MigrationPhase.COMMITTED)
                                .pending())
                .isEqualTo(MigrationEffect.NONE);
    }

    @Test
    void aPostCopyBindsTheTargetBeforeAnythingIsReleasedAndWaitsForItsPages() {
        assertThat(
                        transcript(
                                MigrationMode.POST_COPY,
                                MigrationEvent.ORDERED,
                                MigrationEvent.PREPARED,
                                MigrationEvent.HELD,
                                MigrationEvent.DUMPED,
                                MigrationEvent.FENCED,
                                MigrationEvent.TRANSFERRED,
                                MigrationEvent.TARGET_RUNS,
                                MigrationEvent.TARGET_ADOPTED,
                                MigrationEvent.RELEASED,
                                MigrationEvent.TARGET_COMMITTED,
                                MigrationEvent.PAGES_ARRIVED,
                                MigrationEvent.SOURCE_COMMITTED))
                .endsWith(
                        "SWITCHING ADOPT_TARGET",
                        "SWITCHING RELEASE_TO_TARGET",
                        "SWITCHING COMMIT_TARGET",
                        "FETCHING AWAIT_PAGES",
                        "FETCHING COMMIT_SOURCE",
                        "COMMITTED NONE");
    }

    @Test
    void aPostCopyThatLosesItsPagesEndsOnBothHosts() {
        MigrationState fetching =
                new MigrationState(
                        MigrationMode.POST_COPY,
                        MigrationPhase.FETCHING,
                        MigrationEffect.AWAIT_PAGES,
                        true,
                        true);

        MigrationState losing =
                MigrationMachine.next(fetching, MigrationEvent.PAGES_LOST).orElseThrow();
        assertThat(losing.pending()).isEqualTo(MigrationEffect.COMMIT_SOURCE);
        assertThat(MigrationMachine.next(losing, MigrationEvent.SOURCE_COMMITTED))
                .hasValueSatisfying(end -> assertThat(end.phase()).isEqualTo(MigrationPhase.LOST));
    }

    @Test
    void aSourceThatIsLeftRunningStopsOnlyWhenTheTargetRuns() {
        assertThat(
                        transcript(
                                MigrationMode.LEAVE_RUNNING,
                                MigrationEvent.ORDERED,
                                MigrationEvent.PREPARED,
                                MigrationEvent.DUMPED,
                                MigrationEvent.TRANSFERRED,
                                MigrationEvent.TARGET_RUNS,
                                MigrationEvent.HELD,
                                MigrationEvent.SOURCE_STOPPED,
                                MigrationEvent.FENCED,
                                MigrationEvent.TARGET_ADOPTED,
                                MigrationEvent.RELEASED,
                                MigrationEvent.TARGET_COMMITTED,
                                MigrationEvent.SOURCE_COMMITTED))
                .containsExactly(
                        "PREPARING PREPARE",
                        "DUMPING MIGRATE",
                        "TRANSFERRING NONE",
                        "RESTORING NONE",
                        "HOLDING HOLD",
                        "HOLDING STOP_SOURCE",
                        "HOLDING FENCE",
                        "SWITCHING ADOPT_TARGET",
                        "SWITCHING RELEASE_TO_TARGET",
                        "SWITCHING COMMIT_TARGET",
                        "SWITCHING COMMIT_SOURCE",
                        "COMMITTED NONE");
    }

    @Test
    void aManagerThatStartsAnewGoesOnWithAPostCopyWhereItStood() {
        MigrationMode mode = MigrationMode.POST_COPY;
        assertThat(MigrationMachine.recovered(mode, MigrationPhase.SWITCHING).pending())
                .isEqualTo(MigrationEffect.ADOPT_TARGET);
        assertThat(MigrationMachine.recovered(mode, MigrationPhase.FETCHING).pending())
                .isEqualTo(MigrationEffect.AWAIT_PAGES);
        assertThat(MigrationMachine.recovered(mode, MigrationPhase.LOSING).pending())
                .isEqualTo(MigrationEffect.COMMIT_SOURCE);
        assertThat(MigrationMachine.recovered(mode, MigrationPhase.RESTORING).pending())
                .isEqualTo(MigrationEffect.ABORT_TARGET);
    }

    private static List<String> transcript(MigrationEvent... events) {
        return transcript(MigrationMode.COPY, events);
    }

    private static List<String> transcript(MigrationMode mode, MigrationEvent... events) {
        List<String> lines = new ArrayList<>();
        MigrationState state = MigrationState.planned(mode);
        for (MigrationEvent event : events) {
            state = MigrationMachine.next(state, event).orElseThrow();
            lines.add(state.phase() + " " + state.pending());
        }
        return lines;
    }
}
