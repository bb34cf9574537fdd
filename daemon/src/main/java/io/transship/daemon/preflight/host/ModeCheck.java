package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import java.util.List;

/** Whether the kernel has what one mode of migration needs beyond the others. */
final class ModeCheck implements Check {

    /** Twice what CRIU's page pipes take at most, where root may not go beyond the bound. */
    private static final long PIPE_BYTES = 4L << 20;

    private static final int CAP_SYS_RESOURCE = 24;

    private final Machine machine;
    private final MigrationMode mode;
    private final String feature;
    private final String option;

    private ModeCheck(Machine machine, MigrationMode mode, String feature, String option) {
        this.machine = machine;
        this.mode = mode;
        this.feature = feature;
        this.option = option;
    }

    /** Post-copy fetches pages when they are touched: userfaultfd. */
    static ModeCheck postCopy(Machine machine) {
        return new ModeCheck(
                machine, MigrationMode.POST_COPY, "uffd-noncoop", "CONFIG_USERFAULTFD");
    }

    /** Pre-copy has to know which pages were written. */
    static ModeCheck preCopy(Machine machine) {
        return new ModeCheck(
                machine, MigrationMode.PRE_COPY, "mem_dirty_track", "CONFIG_MEM_SOFT_DIRTY");
    }

    MigrationMode mode() {
        return mode;
    }

    @Override
    public String subject() {
        return "mode " + mode.word();
    }

    @Override
    public List<Finding> look() {
        if (!machine.run("criu", "check", "--feature", feature).succeeded()) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.KERNEL_UNSUPPORTED,
                            "the kernel lacks what %s needs (CRIU's feature %s)."
                                    .formatted(mode, feature),
                            "Choose another mode, or boot a kernel with " + option + "."));
        }
        if (mode == MigrationMode.POST_COPY && !pipesFit()) {
            return List.of(
                    Finding.warning(
                            subject(),
                            "the kernel has " + feature,
                            new Problem(
                                    FailureCode.KERNEL_UNSUPPORTED,
                                    "fs.pipe-max-size is below 4 MiB; a dump of much memory may fail.",
                                    "Run 'sysctl -w fs.pipe-max-size=4194304' and put the line into"
                                            + " /etc/sysctl.d/transship.conf.")));
        }
        return List.of(Finding.ok(subject(), "the kernel has " + feature));
    }

    private boolean pipesFit() {
        return machine.number("proc/sys/fs/pipe-max-size", "").orElse(0L) >= PIPE_BYTES
                || (PrivilegesCheck.capabilities(machine) >> CAP_SYS_RESOURCE & 1) == 1;
    }
}
