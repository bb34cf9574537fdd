package io.transship.manager.sdn;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.core.topology.PathTree;
import java.util.List;
import java.util.Optional;

/**
 * What the manager needs of an SDN controller, and nothing more. Holding frames is an ability of
 * its own ({@link io.transship.manager.redirect.TrafficRedirect}).
 *
 * <p>Thread-safe. No call blocks on a switch for longer than {@code replyTimeout} of the
 * controller.
 */
public interface SdnController {

    /** Switches and links as known now, with capacities and latencies. */
    Topology topology();

    /** Every host and container address that has been seen, and where. */
    List<AttachedHost> attachedHosts();

    /** The way frames take from one connect point to another now; empty if there is none. */
    Optional<Path> path(ConnectPoint source, ConnectPoint target);

    /**
     * The ways that frames take from one connect point to all others, in a topology that it has
     * told; empty if this controller has to be asked for each by itself.
     */
    default Optional<PathTree> paths(Topology topology, ConnectPoint source) {
        return Optional.empty();
    }

    /**
     * Counters of one switch over all its flow entries; empty if the switch does not answer. Never
     * a made-up zero.
     */
    Optional<AggregateSample> aggregate(DatapathId datapath);

    /** Counters of every port of one switch; empty if the switch does not answer. */
    List<PortSample> ports(DatapathId datapath);
}
