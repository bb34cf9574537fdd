package io.transship.core.detection;

import io.transship.core.detection.Evidence.PortEvidence;
import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Algorithm 2, second part: "which port is consuming the highest bandwidth with the minimum
 * available bandwidth. From this port, we can get the migration source host" (thesis 5.4). Where a
 * capacity is not known, the highest consumption alone decides.
 */
final class SourcePort {

    private static final Comparator<PortEvidence> MOST_CONSUMED =
            Comparator.comparing((PortEvidence port) -> port.consumption().orElse(BitRate.ZERO))
                    .reversed()
                    .thenComparing(PortEvidence::host);
    private static final Comparator<PortEvidence> LEAST_AVAILABLE =
            Comparator.comparing((PortEvidence port) -> port.available().orElseThrow())
                    .thenComparing(MOST_CONSUMED);

    private SourcePort() {}

    /** The ports of a switch that lead to a host running a managed container. */
    static List<PortEvidence> judge(DatapathId datapath, NetworkView view) {
        return HeavySwitches.busyHosts(datapath, view).stream()
                .flatMap(host -> view.host(host).stream())
                .map(host -> evidence(host, view))
                .toList();
    }

    /** The port that qualifies; an unmeasured one never does. */
    static Optional<PortEvidence> best(List<PortEvidence> judged) {
        List<PortEvidence> measured =
                judged.stream().filter(port -> port.consumption().isPresent()).toList();
        boolean allKnown = measured.stream().allMatch(port -> port.available().isPresent());
        return measured.stream().min(allKnown ? LEAST_AVAILABLE : MOST_CONSUMED);
    }

    private static PortEvidence evidence(Host host, NetworkView view) {
        Optional<BitRate> consumption = view.load(host.at().orElseThrow()).map(PortLoad::busier);
        Optional<BitRate> available =
                consumption.flatMap(
                        load -> host.accessCapacity().map(capacity -> capacity.minus(load)));
        return new PortEvidence(host.at().orElseThrow(), host.id(), consumption, available);
    }
}
