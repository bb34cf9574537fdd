package io.transship.daemon.tuning;

import io.transship.settings.Default;
import io.transship.settings.Within;

/**
 * What shortens the gap at the price of the whole machine (docs/gap.md); all off by default.
 *
 * @param rcuExpedited whether the kernel ends RCU grace periods at once while a container moves
 * @param conntrackBuckets of the kernel's table of connections, as long as the daemon runs; 0: as
 *     they are
 */
public record TuningSettings(
        @Default("false") boolean rcuExpedited,
        @Default("0") @Within(min = "0", max = "1048576") int conntrackBuckets) {

    /** Nothing is asked for. */
    public static final TuningSettings OFF = new TuningSettings(false, 0);

    /** The kernel's switch, below the root folder. */
    public static final String RCU_EXPEDITED = "sys/kernel/rcu_expedited";

    /** The kernel's number, below the root folder; only the machine's first network can set it. */
    public static final String CONNTRACK_BUCKETS = "proc/sys/net/netfilter/nf_conntrack_buckets";
}
