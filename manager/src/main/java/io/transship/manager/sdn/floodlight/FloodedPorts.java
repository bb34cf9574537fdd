package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.Link;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a port which comes up is flooded to at once. By itself Floodlight does that with
 * its next computation of the topology (measured: 15 to 29 s later); until then whoever asks for
 * the address of a container behind that port is not heard there. Used by one thread.
 */
final class FloodedPorts {

    private static final Logger LOG = LoggerFactory.getLogger(FloodedPorts.class);

    private final FloodlightApi api;

    /** What a computation did not change is not asked for again. */
    private Set<ConnectPoint> askedFor = Set.of();

    FloodedPorts(FloodlightApi api) {
        this.api = api;
    }

    /** Looks at the ports beside the cables between switches, of which not each is flooded to. */
    void tend(NetworkImage now) {
        try {
            Set<ConnectPoint> left = new HashSet<>(api.enabledPorts());
            left.removeAll(api.broadcastPorts());
            for (Link link : now.topology().links()) {
                left.remove(link.from());
                left.remove(link.to());
            }
            if (!askedFor.containsAll(left)) {
                LOG.info("Floodlight does not flood to {} yet, and computes anew", left);
                api.recompute();
                left.removeAll(api.broadcastPorts());
            }
            askedFor = left;
        } catch (TransshipException e) {
            LOG.debug("{}", e.line());
        }
    }
}
