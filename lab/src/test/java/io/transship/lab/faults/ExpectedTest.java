package io.transship.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedTest {

    @Test
    void beforeTheAdoptionItMayGoBackIfTheReasonIsNamed() {
        Fault fault = fault(MigrationMode.COPY, FaultStep.RECEIVED);

        assertThat(against(fault, "rolled-back", "PEER_UNREACHABLE")).isEmpty();
        assertThat(against(fault, "rolled-back", "")).isPresent();
        assertThat(against(fault, "rolled-back", "DISK_FULL")).isPresent();
        assertThat(against(fault, "committed", "")).isEmpty();
    }

    @Test
    void aCopyThatDiedBeforeItsAdoptionHasOneCode() {
        Fault fault = fault(MigrationMode.COPY, FaultStep.ADOPTING);

        assertThat(against(fault, "rolled-back", "MIGRATION_UNKNOWN")).isEmpty();
        assertThat(against(fault, "rolled-back", "PEER_UNREACHABLE")).isPresent();
    }

    @Test
    void afterTheAdoptionItOnlyGoesForward() {
        Fault fault = fault(MigrationMode.COPY, FaultStep.ADOPTED);

        assertThat(against(fault, "rolled-back", "PEER_UNREACHABLE")).isPresent();
        assertThat(against(fault, "lost", "POSTCOPY_LOST")).isPresent();
        assertThat(Expected.against(fault, false, "rolled-back", "PEER_UNREACHABLE"))
                .as("the fault struck before the step")
                .isEmpty();
    }

    @Test
    void onlyAPostCopyThatFetchesMayBeLost() {
        assertThat(
                        against(
                                fault(MigrationMode.POST_COPY, FaultStep.FETCHING),
                                "lost",
                                "POSTCOPY_LOST"))
                .isEmpty();
        assertThat(
                        against(
                                fault(MigrationMode.POST_COPY, FaultStep.DUMPED),
                                "lost",
                                "POSTCOPY_LOST"))
                .isPresent();
    }

    @Test
    void aTargetThatDiesBeforeItSaysThatItAdoptedLetsTheSourceServe() {
        Fault dies = fetching(FaultKind.POWER_CUT_TARGET);
        Fault stays = fetching(FaultKind.KILL_MANAGER);

        assertThat(against(dies, "rolled-back", "MIGRATION_UNKNOWN")).isEmpty();
        assertThat(against(dies, "rolled-back", "PEER_UNREACHABLE")).isPresent();
        assertThat(against(stays, "rolled-back", "MANAGER_ENDED")).isPresent();
    }

    @Test
    void aSourceWithoutPowerMayBeMissedByTheTargetOfAPostCopy() {
        Fault adopting =
                new Fault(
                        MigrationMode.POST_COPY,
                        FaultStep.ADOPTING,
                        FaultKind.POWER_CUT_SOURCE,
                        false,
                        0);
        assertThat(against(adopting, "rolled-back", "TRANSFER_FAILED")).isEmpty();
        assertThat(against(adopting, "rolled-back", "RESTORE_FAILED")).isPresent();
    }

    @Test
    void aCopyThatIsGoneWhenItIsToBeAdoptedIsToldByWhatEndedIt() {
        Fault restoring = killedSource(FaultStep.RESTORING);
        assertThat(against(restoring, "rolled-back", "TRANSFER_FAILED")).isEmpty();
        assertThat(against(restoring, "rolled-back", "PEER_UNREACHABLE")).isEmpty();
        assertThat(against(restoring, "rolled-back", "MIGRATION_UNKNOWN")).isPresent();

        Fault received = killedSource(FaultStep.RECEIVED);
        assertThat(against(received, "rolled-back", "TRANSFER_FAILED")).isPresent();

        Fault lease =
                new Fault(
                        MigrationMode.COPY,
                        FaultStep.ADOPTING,
                        FaultKind.CUT_MANAGEMENT_OF_TARGET,
                        false,
                        0);
        assertThat(against(lease, "rolled-back", "DEADLINE_EXCEEDED")).isEmpty();
        assertThat(against(lease, "rolled-back", "MIGRATION_UNKNOWN")).isPresent();
    }

    private static Fault killedSource(FaultStep step) {
        return new Fault(MigrationMode.POST_COPY, step, FaultKind.KILL_SOURCE_DAEMON, false, 0);
    }

    private static Fault fetching(FaultKind kind) {
        return new Fault(MigrationMode.POST_COPY, FaultStep.FETCHING, kind, false, 0);
    }

    @Test
    void aDamagedImageMustNotBeRestored() {
        Fault fault =
                new Fault(
                        MigrationMode.COPY,
                        FaultStep.RECEIVED,
                        FaultKind.TRUNCATE_IMAGE_AT_TARGET,
                        false,
                        0);

        assertThat(against(fault, "rolled-back", "DIGEST_MISMATCH")).isEmpty();
        assertThat(against(fault, "committed", "")).isPresent();
        assertThat(Expected.against(fault, false, "committed", ""))
                .as("there was no file to damage")
                .isEmpty();
    }

    @Test
    void whoIsKilledDecidesTheCode() {
        Fault source =
                new Fault(
                        MigrationMode.PAGE_SERVER,
                        FaultStep.FROZEN,
                        FaultKind.KILL_SOURCE_DAEMON,
                        false,
                        0);

        assertThat(against(source, "rolled-back", "PEER_UNREACHABLE")).isEmpty();
        assertThat(against(source, "rolled-back", "CHECKPOINT_FAILED")).isPresent();
        assertThat(against(source, "rolled-back", "DEADLINE_EXCEEDED")).isPresent();
    }

    private static Fault fault(MigrationMode mode, FaultStep step) {
        return new Fault(mode, step, FaultKind.KILL_TARGET_DAEMON, false, 0);
    }

    private static Optional<String> against(Fault fault, String end, String code) {
        return Expected.against(fault, true, end, code);
    }
}
