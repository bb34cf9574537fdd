package io.transship.core.policy.predictedcost;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The links from host to host, with the loads they will have soon. */
final class ExpectedPath {

    private final List<Hop> hops = new ArrayList<>();
    private Optional<String> unknown = Optional.empty();

    /**
     * One link.
     *
     * @param name for people
     * @param capacity what it carries
     * @param load what will go through it soon in this direction
     */
    record Hop(String name, BitRate capacity, BitRate load) {

        BitRate left() {
            return capacity.minus(load);
        }

        double busy() {
            return capacity.bps() == 0 ? 1 : (double) load.bps() / capacity.bps();
        }
    }

    ExpectedPath(HostId source, HostId target, NetworkView view) {
        Optional<Path> path = view.path(source, target);
        if (path.isEmpty()) {
            unknown = Optional.of("no path to it is known");
            return;
        }
        add("access link of " + source, capacity(source, view), rx(path.get().source(), view));
        for (Link link : path.get().links()) {
            add(
                    "link " + link.from() + " to " + link.to(),
                    Optional.of(link.capacity()),
                    view.expectedLoad(link));
        }
        add("access link of " + target, capacity(target, view), tx(path.get().target(), view));
    }

    private static Optional<BitRate> capacity(HostId host, NetworkView view) {
        return view.host(host).flatMap(Host::accessCapacity);
    }

    private static Optional<BitRate> rx(ConnectPoint port, NetworkView view) {
        return view.expectedLoad(port).map(PortLoad::rx);
    }

    private static Optional<BitRate> tx(ConnectPoint port, NetworkView view) {
        return view.expectedLoad(port).map(PortLoad::tx);
    }

    private void add(String name, Optional<BitRate> capacity, Optional<BitRate> load) {
        if (capacity.isPresent() && load.isPresent()) {
            hops.add(new Hop(name, capacity.get(), load.get()));
        } else if (unknown.isEmpty()) {
            unknown =
                    Optional.of(
                            capacity.isEmpty()
                                    ? "the capacity of the " + name + " is not known"
                                    : "the load of the " + name + " has not been measured");
        }
    }

    /** What is not known of it, if anything. */
    Optional<String> unknown() {
        return unknown;
    }

    /** The link with the least left. */
    Hop narrowest() {
        return hops.stream().min(Comparator.comparing(Hop::left)).orElseThrow();
    }

    /** The link with the largest share of its capacity in use. */
    Hop busiest() {
        return hops.stream().max(Comparator.comparingDouble(Hop::busy)).orElseThrow();
    }
}
