package io.transship.core.view;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a way from one host to another still carries: the least of (capacity − load) over its links,
 * the two access links included, each in the direction of travel.
 */
public final class Residual {

    /**
     * One link of the way.
     *
     * @param name for people
     * @param capacity what it carries, if known
     * @param load what goes through it now in this direction, if known
     */
    private record Hop(String name, Optional<BitRate> capacity, Optional<BitRate> load) {}

    /**
     * A way that could be judged.
     *
     * @param rate what is left
     * @param bottleneck the link with the least left, for people
     * @param capacity of that link
     */
    public record Known(BitRate rate, String bottleneck, BitRate capacity) implements Result {}

    /**
     * A way that could not be judged.
     *
     * @param reason what is not known
     */
    public record Unknown(String reason) implements Result {}

    /** The outcome. */
    public sealed interface Result permits Known, Unknown {}

    private Residual() {}

    /** What is left from host to host; the view has the route. */
    public static Result of(HostId source, HostId target, NetworkView view) {
        Optional<Path> path = view.path(source, target);
        if (path.isEmpty()) {
            return new Unknown("no path to it is known");
        }
        return least(hops(source, target, path.get(), view));
    }

    /** The same, as if the source host itself sent nothing: its container is frozen. */
    public static Result withSilent(HostId source, HostId target, NetworkView view) {
        Optional<Path> path = view.path(source, target);
        if (path.isEmpty()) {
            return new Unknown("no path to it is known");
        }
        List<Hop> hops = new ArrayList<>(hops(source, target, path.get(), view));
        Hop access = hops.getFirst();
        hops.set(0, new Hop(access.name(), access.capacity(), Optional.of(BitRate.ZERO)));
        return least(hops);
    }

    private static List<Hop> hops(HostId source, HostId target, Path path, NetworkView view) {
        List<Hop> hops = new ArrayList<>();
        hops.add(access(source, path.source(), PortLoad::rx, view));
        for (Link link : path.links()) {
            String name = "link " + link.from() + " to " + link.to();
            hops.add(new Hop(name, Optional.of(link.capacity()), view.load(link)));
        }
        hops.add(access(target, path.target(), PortLoad::tx, view));
        return hops;
    }

    private static Hop access(
            HostId host,
            ConnectPoint port,
            Function<PortLoad, BitRate> direction,
            NetworkView view) {
        return new Hop(
                "access link of " + host,
                view.host(host).flatMap(Host::accessCapacity),
                view.load(port).map(direction));
    }

    private static Result least(List<Hop> hops) {
        for (Hop hop : hops) {
            if (hop.capacity().isEmpty()) {
                return new Unknown("the capacity of the " + hop.name() + " is not known");
            }
            if (hop.load().isEmpty()) {
                return new Unknown("the load of the " + hop.name() + " has not been measured");
            }
        }
        return hops.stream()
                .map(hop -> new Known(left(hop), hop.name(), hop.capacity().orElseThrow()))
                .min(Comparator.comparing(Known::rate))
                .orElseThrow();
    }

    private static BitRate left(Hop hop) {
        return hop.capacity().orElseThrow().minus(hop.load().orElseThrow());
    }
}
