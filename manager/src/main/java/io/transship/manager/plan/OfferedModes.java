package io.transship.manager.plan;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.HostId;
import io.transship.manager.daemons.DaemonStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which modes two hosts offer each other, by what their daemons say of themselves. */
final class OfferedModes {

    private static final String MODE = "mode:";

    private OfferedModes() {}

    /** The modes that a side lacks, each with who lacks it and what mends that. */
    static Map<MigrationMode, String> lacking(
            HostId source, HostId target, List<DaemonStatus> statuses) {
        Map<MigrationMode, String> lacking = new EnumMap<>(MigrationMode.class);
        for (MigrationMode mode : MigrationMode.values()) {
            List<String> without = new ArrayList<>();
            for (HostId host : List.of(source, target)) {
                if (!offers(host, mode, statuses)) {
                    without.add(host.name());
                }
            }
            if (mode != MigrationMode.AUTO && !without.isEmpty()) {
                lacking.put(mode, String.join(" and ", without) + lacks(without) + mend(mode));
            }
        }
        return lacking;
    }

    private static boolean offers(HostId host, MigrationMode mode, List<DaemonStatus> statuses) {
        return statuses.stream()
                .filter(status -> status.host().equals(host))
                .anyMatch(status -> status.abilities().contains(MODE + mode.word()));
    }

    private static String lacks(List<String> hosts) {
        return hosts.size() == 1 ? " does not offer it: " : " do not offer it: ";
    }

    private static String mend(MigrationMode mode) {
        return switch (mode) {
            case PRE_COPY -> "needs a kernel that tracks dirty memory (CONFIG_MEM_SOFT_DIRTY)";
            case POST_COPY -> "needs CRIU's lazy pages (userfaultfd)";
            default -> "needs a daemon and an engine that can";
        };
    }
}
