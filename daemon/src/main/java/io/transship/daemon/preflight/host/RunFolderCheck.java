package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import java.util.List;

/** CRIU keeps what it knows of the kernel in /run, if that is on memory: 29 ms a start else. */
final class RunFolderCheck implements Check {

    private final Machine machine;

    RunFolderCheck(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String subject() {
        return "/run";
    }

    @Override
    public List<Finding> look() {
        boolean onMemory =
                machine.text("proc/self/mountinfo").orElse("").lines().anyMatch(this::isTmpfs);
        if (onMemory) {
            return List.of(Finding.ok(subject(), "on memory"));
        }
        return List.of(
                Finding.warning(
                        subject(),
                        "not on memory",
                        new Problem(
                                FailureCode.MACHINE_INCOMPLETE,
                                "/run is no tmpfs, so each start of CRIU takes longer.",
                                "Mount it at boot: 'tmpfs /run tmpfs mode=755,nosuid,nodev 0 0' in"
                                        + " /etc/fstab.")));
    }

    private boolean isTmpfs(String line) {
        String[] fields = line.split(" ", -1);
        return fields.length > 6 && fields[4].equals("/run") && line.contains(" - tmpfs ");
    }
}
