package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import java.util.ArrayList;
import java.util.List;

/** Whether the kernel has what containers and their layers need. */
final class KernelCheck implements Check {

    private static final List<String> NAMESPACES =
            List.of("cgroup", "ipc", "mnt", "net", "pid", "uts");

    private final Machine machine;

    KernelCheck(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String subject() {
        return "kernel";
    }

    @Override
    public List<Finding> look() {
        List<String> missing = new ArrayList<>();
        for (String each : NAMESPACES) {
            if (!machine.has("proc/self/ns/" + each)) {
                missing.add(each + " namespaces");
            }
        }
        String release = release(machine);
        if (!missing.isEmpty()) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.KERNEL_UNSUPPORTED,
                            "the kernel " + release + " lacks " + String.join(", ", missing) + ".",
                            "Boot a distribution kernel: 'apt-get install -y linux-image-amd64'."));
        }
        if (!machine.text("proc/filesystems").orElse("").contains("\toverlay\n")) {
            return List.of(
                    Finding.warning(
                            subject(),
                            release,
                            new Problem(
                                    FailureCode.KERNEL_UNSUPPORTED,
                                    "the overlay file system is not loaded; layers need it.",
                                    "Run 'modprobe overlay' and put 'overlay' into"
                                            + " /etc/modules-load.d/overlay.conf.")));
        }
        return List.of(Finding.ok(subject(), release + ", namespaces and overlay"));
    }

    static String release(Machine machine) {
        return machine.text("proc/sys/kernel/osrelease").orElse("unknown").strip();
    }
}
