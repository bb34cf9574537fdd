package io.transship.lab.bench.migrate;

import io.transship.daemon.tuning.Tuning;
import io.transship.daemon.tuning.TuningSettings;
import io.transship.lab.testbed.LabSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The switches of the daemons' {@code tuning} in a lab. Its hosts have networks of their own, from
 * which nobody can set the size of the machine's table of connections: that is done from here.
 *
 * @param rcuExpedited whether the daemons use it
 * @param conntrackBuckets of the machine; 0: as they are
 */
record MachineTuning(boolean rcuExpedited, int conntrackBuckets) {

    private static final String RCU = "rcu-expedited";
    private static final String CONNTRACK = "conntrack-buckets";
    private static final int FEW = 1024;

    /**
     * By the words of a command line.
     *
     * @throws IllegalArgumentException if there is no such switch
     */
    static MachineTuning of(List<String> words) {
        for (String word : words) {
            if (!List.of(RCU, CONNTRACK).contains(word)) {
                throw new IllegalArgumentException(
                        "there is no tuning '%s'; there are: %s, %s"
                                .formatted(word, RCU, CONNTRACK));
            }
        }
        return new MachineTuning(words.contains(RCU), words.contains(CONNTRACK) ? FEW : 0);
    }

    LabSpec in(LabSpec spec) {
        return rcuExpedited ? spec.withDaemonSetting("tuning", Map.of("rcuExpedited", true)) : spec;
    }

    /** Sets the machine's part until it is closed. */
    Tuning begin() {
        return Tuning.of(
                new TuningSettings(false, conntrackBuckets),
                Path.of("/"),
                Path.of("/run/transship-bench"));
    }
}
