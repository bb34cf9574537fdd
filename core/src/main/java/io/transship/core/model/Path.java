package io.transship.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way from one connect point to another: out of the first switch, over links, to the last
 * switch's port. A path within one switch has no links.
 *
 * @param source where the sending host is attached
 * @param target where the receiving host is attached
 * @param links in the direction of travel
 */
public record Path(ConnectPoint source, ConnectPoint target, List<Link> links) {

    /** Checks that the links join source and target without a break. */
    public Path {
        links = List.copyOf(links);
        DatapathId at = source.datapath();
        for (Link link : links) {
            if (!link.from().datapath().equals(at)) {
                throw new IllegalArgumentException(
                        "the path breaks at " + at + ": next is " + link);
            }
            at = link.to().datapath();
        }
        if (!at.equals(target.datapath())) {
            throw new IllegalArgumentException("the path ends at " + at + ", not at " + target);
        }
    }

    /** The sum of the links' latencies; empty if one is unmeasured. */
    public Optional<Duration> latency() {
        Duration sum = Duration.ZERO;
        for (Link link : links) {
            if (link.latency().isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(link.latency().get());
        }
        return Optional.of(sum);
    }
}
