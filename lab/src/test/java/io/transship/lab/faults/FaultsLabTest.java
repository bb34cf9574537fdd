package io.transship.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A covering part of the matrix in one lab: every mode, and the faults of every group, once. */
@Tag("lab")
@Timeout(900)
class FaultsLabTest {

    private static final List<Fault> FAULTS =
            List.of(
                    fault(MigrationMode.COPY, FaultStep.DUMPED, FaultKind.KILL_SOURCE_DAEMON),
                    fault(MigrationMode.COPY, FaultStep.ADOPTED, FaultKind.KILL_MANAGER),
                    fault(
                            MigrationMode.COPY,
                            FaultStep.RECEIVED,
                            FaultKind.CORRUPT_IMAGE_AT_TARGET),
                    fault(MigrationMode.COPY, FaultStep.RELEASING, FaultKind.CUT_DATA_OF_TARGET),
                    fault(MigrationMode.COPY, FaultStep.RELEASING, FaultKind.KILL_TARGET_DAEMON),
                    fault(
                            MigrationMode.COPY,
                            FaultStep.TRANSFERRING,
                            FaultKind.CORRUPT_IMAGE_IN_FLIGHT),
                    fault(
                            MigrationMode.PAGE_SERVER,
                            FaultStep.FROZEN,
                            FaultKind.KILL_TARGET_DAEMON),
                    fault(
                            MigrationMode.PAGE_SERVER,
                            FaultStep.PREPARED,
                            FaultKind.KILL_TARGET_ENGINE),
                    fault(MigrationMode.LEAVE_RUNNING, FaultStep.DUMPED, FaultKind.KILL_MANAGER),
                    fault(
                            MigrationMode.POST_COPY,
                            FaultStep.FETCHING,
                            FaultKind.KILL_SOURCE_DAEMON));

    @Test
    void exactlyOneServesWithItsStateAndNothingIsLeft() {
        StringWriter text = new StringWriter();
        FaultBench bench = new FaultBench(new PrintWriter(text), Optional.empty());

        assertThat(bench.run(FAULTS)).as("%n%s", text).isTrue();

        assertThat(bench.findings()).hasSameSizeAs(FAULTS);
    }

    private static Fault fault(MigrationMode mode, FaultStep step, FaultKind kind) {
        return new Fault(mode, step, kind, false, 0);
    }
}
