package io.transship.manager.sdn.openflow;

import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.LinkCapacities;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the embedded controller works.
 *
 * @param listen where switches connect to; port 0 takes a free one
 * @param switches the datapath ids that may connect; none means any
 * @param capacities what the configuration states
 * @param probePeriod between two probes of a link, and two echoes to a switch
 * @param settleTime how long a port that comes up is probed before it counts as a host's
 * @param replyTimeout how long a switch may take to answer
 */
public record OpenFlowSettings(
        InetSocketAddress listen,
        Set<DatapathId> switches,
        LinkCapacities capacities,
        Duration probePeriod,
        Duration settleTime,
        Duration replyTimeout) {

    /** Checks that the times are positive. */
    public OpenFlowSettings {
        switches = Set.copyOf(switches);
        for (Duration time : List.of(probePeriod, settleTime, replyTimeout)) {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("a time of the controller is not positive");
            }
        }
    }

    /** The usual times, any switch, no stated capacity. */
    public static OpenFlowSettings at(InetSocketAddress listen) {
        return new OpenFlowSettings(
                listen,
                Set.of(),
                LinkCapacities.unstated(),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(3));
    }

    /** The same for these switches and no others. */
    public OpenFlowSettings only(Set<DatapathId> allowed) {
        return new OpenFlowSettings(
                listen, allowed, capacities, probePeriod, settleTime, replyTimeout);
    }

    /** The same with switches that take at most so long to answer. */
    public OpenFlowSettings answering(Duration within) {
        return new OpenFlowSettings(listen, switches, capacities, probePeriod, settleTime, within);
    }

    /** The same with stated capacities. */
    public OpenFlowSettings with(LinkCapacities stated) {
        return new OpenFlowSettings(
                listen, switches, stated, probePeriod, settleTime, replyTimeout);
    }
}
