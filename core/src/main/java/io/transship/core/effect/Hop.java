package io.transship.core.effect;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.Link;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.util.Optional;

/**
 * One direction of a link between switches, or of a host's cable.
 *
 * @param from a host's name or a switch's datapath id
 * @param to the same
 * @param port of the switch at which it is measured
 * @param transmitted whether it is what the port sends
 * @param link between switches; empty: a host's cable
 */
record Hop(String from, String to, ConnectPoint port, boolean transmitted, Optional<Link> link) {

    static Hop of(Link link) {
        return new Hop(
                link.from().datapath().toString(),
                link.to().datapath().toString(),
                link.from(),
                true,
                Optional.of(link));
    }

    /** From a host into its switch. */
    static Hop up(Host host) {
        ConnectPoint port = host.at().orElseThrow();
        return new Hop(host.id().name(), port.datapath().toString(), port, false, Optional.empty());
    }

    /** From a switch to its host. */
    static Hop down(Host host) {
        ConnectPoint port = host.at().orElseThrow();
        return new Hop(port.datapath().toString(), host.id().name(), port, true, Optional.empty());
    }

    /** What it carries now, by the counters of either end, if that is known. */
    Optional<BitRate> load(NetworkView view) {
        return link.isPresent()
                ? view.load(link.get())
                : view.load(port).map(load -> transmitted ? load.tx() : load.rx());
    }
}
