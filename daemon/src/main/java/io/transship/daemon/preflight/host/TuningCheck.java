package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.tuning.TuningSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which settings shorten the gap at the price of the whole machine, and whether it obeys. */
final class TuningCheck implements Check {

    private final Machine machine;
    private final TuningSettings settings;

    TuningCheck(Machine machine, TuningSettings settings) {
        this.machine = machine;
        this.settings = settings;
    }

    @Override
    public String subject() {
        return "tuning";
    }

    @Override
    public List<Finding> look() {
        return List.of(
                look(
                        "rcuExpedited",
                        settings.rcuExpedited() ? "on while a container moves" : "off",
                        settings.rcuExpedited(),
                        TuningSettings.RCU_EXPEDITED),
                look(
                        "conntrackBuckets",
                        settings.conntrackBuckets() > 0
                                ? settings.conntrackBuckets() + " while the daemon runs"
                                : "off",
                        settings.conntrackBuckets() > 0,
                        TuningSettings.CONNTRACK_BUCKETS));
    }

    private Finding look(String key, String state, boolean on, String file) {
        String now = machine.text(file).map(text -> "; now " + text.strip()).orElse("");
        String detail = key + " " + state + now;
        Path path = machine.root().resolve(file);
        if (!on || Files.isWritable(path)) {
            return Finding.ok(subject(), detail);
        }
        return Finding.warning(
                subject(),
                detail,
                new Problem(
                        FailureCode.KERNEL_UNSUPPORTED,
                        "/" + file + " can't be written here.",
                        "Leave out tuning." + key + "."));
    }
}
