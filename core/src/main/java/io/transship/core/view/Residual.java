package io.transship.core.view;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a way from one host to another still carries: the least of (capacity − load) over its links,
 * the two access links included, each in the direction of travel.
 */
public final class Residual {

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

    static final Result NO_PATH = new Unknown("no path to it is known");

    private Residual() {}

    /** What is left from host to host; the view has the route. */
    public static Result of(HostId source, HostId target, NetworkView view) {
        return view.path(source, target)
                .map(path -> along(begin(source, path.source(), view), target, path, view))
                .orElse(NO_PATH);
    }

    /** The same, as if the source host itself sent nothing: its container is frozen. */
    public static Result withSilent(HostId source, HostId target, NetworkView view) {
        return view.path(source, target)
                .map(path -> along(beginSilent(source, view), target, path, view))
                .orElse(NO_PATH);
    }

    private static Result along(Result first, HostId target, Path path, NetworkView view) {
        Result soFar = first;
        for (Link link : path.links()) {
            soFar = over(soFar, link, view);
        }
        return into(soFar, target, capacity(target, view), view.load(path.target()));
    }

    /** Over the source's access link alone. */
    static Result begin(HostId source, ConnectPoint at, NetworkView view) {
        return beginWith(source, view.load(at).map(PortLoad::rx), view);
    }

    private static Result beginSilent(HostId source, NetworkView view) {
        return beginWith(source, Optional.of(BitRate.ZERO), view);
    }

    private static Result beginWith(HostId source, Optional<BitRate> load, NetworkView view) {
        return least(Optional.empty(), capacity(source, view), load, () -> access(source));
    }

    /** One link further. */
    static Result over(Result soFar, Link link, NetworkView view) {
        return least(
                Optional.of(soFar),
                Optional.of(link.capacity()),
                view.load(link),
                () -> "link " + link.from() + " to " + link.to());
    }

    /** And over the target's access link. */
    static Result into(
            Result soFar, HostId target, Optional<BitRate> capacity, Optional<PortLoad> load) {
        return least(Optional.of(soFar), capacity, load.map(PortLoad::tx), () -> access(target));
    }

    private static Optional<BitRate> capacity(HostId host, NetworkView view) {
        return view.host(host).flatMap(Host::accessCapacity);
    }

    private static String access(HostId host) {
        return "access link of " + host;
    }

    /** The worse of the way so far and its next link; what is not known stays so. */
    private static Result least(
            Optional<Result> soFar,
            Optional<BitRate> capacity,
            Optional<BitRate> load,
            Supplier<String> name) {
        if (soFar.isPresent() && soFar.get() instanceof Unknown unknown) {
            return unknown;
        }
        if (capacity.isEmpty()) {
            return new Unknown("the capacity of the " + name.get() + " is not known");
        }
        if (load.isEmpty()) {
            return new Unknown("the load of the " + name.get() + " has not been measured");
        }
        BitRate left = capacity.get().minus(load.get());
        if (soFar.isPresent()
                && soFar.get() instanceof Known known
                && known.rate().compareTo(left) <= 0) {
            return known;
        }
        return new Known(left, name.get(), capacity.get());
    }
}
