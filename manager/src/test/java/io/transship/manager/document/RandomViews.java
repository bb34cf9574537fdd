package io.transship.manager.document;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.core.topology.ShortestPaths;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Views in which everything that may be absent sometimes is. */
public final class RandomViews {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");

    private final Random random;

    private RandomViews(long seed) {
        random = new Random(seed);
    }

    /** The view of that seed, with routes from the first host. */
    public static NetworkView of(long seed) {
        return new RandomViews(seed).view();
    }

    private NetworkView view() {
        int count = 1 + random.nextInt(8);
        Set<DatapathId> switches = new TreeSet<>();
        for (int n = 1; n <= count; n++) {
            switches.add(new DatapathId(n));
        }
        List<Link> links = new ArrayList<>();
        for (int n = 2; n <= count; n++) {
            int other = 1 + random.nextInt(n - 1);
            links.add(link(n, other));
            links.add(link(other, n));
        }
        List<Host> hosts = new ArrayList<>();
        for (int n = 1; n <= 1 + random.nextInt(10); n++) {
            hosts.add(host(n, 1 + random.nextInt(count)));
        }
        Topology topology = new Topology(switches, links);
        NetworkView view =
                NetworkView.of(
                        instant(), topology, hosts, Placement.of(placement(hosts)), loads(links));
        return view.withRoutes(routes(topology, hosts))
                .withExpectedLoads(loads(links))
                .withFacts(facts());
    }

    private Link link(int from, int to) {
        return new Link(
                new ConnectPoint(new DatapathId(from), 100 + to),
                new ConnectPoint(new DatapathId(to), 100 + from),
                rate(),
                maybe(Duration.ofNanos(random.nextInt(10_000_000))));
    }

    private Host host(int n, int at) {
        ByteCount total = ByteCount.ofMiB(1 + random.nextInt(100_000));
        ByteCount available = new ByteCount(random.nextLong(total.bytes() + 1));
        return new Host(
                new HostId("h" + n),
                maybe(new ConnectPoint(new DatapathId(at), n)),
                maybe(rate()),
                random.nextBoolean(),
                random.nextBoolean(),
                1 + random.nextInt(3),
                maybe("maintenance: it is mended"),
                maybe(new HostLoad(1 + random.nextInt(64), random.nextDouble(), total, available)));
    }

    private Map<ContainerId, HostId> placement(List<Host> hosts) {
        Map<ContainerId, HostId> placement = new HashMap<>();
        for (int n = 0; n < random.nextInt(5); n++) {
            placement.put(new ContainerId("c" + n), hosts.get(random.nextInt(hosts.size())).id());
        }
        return placement;
    }

    private List<PortLoad> loads(List<Link> links) {
        return links.stream()
                .filter(link -> random.nextInt(4) > 0)
                .map(link -> new PortLoad(link.from(), instant(), rate(), rate()))
                .toList();
    }

    private List<Route> routes(Topology topology, List<Host> hosts) {
        List<Route> routes = new ArrayList<>();
        Host source = hosts.getFirst();
        for (Host target : hosts.subList(1, hosts.size())) {
            Optional<Path> path =
                    source.at()
                            .flatMap(
                                    from ->
                                            target.at()
                                                    .flatMap(
                                                            to ->
                                                                    ShortestPaths.path(
                                                                            topology, from, to)));
            path.ifPresent(way -> routes.add(new Route(source.id(), target.id(), way)));
        }
        return routes;
    }

    private Map<ContainerId, ContainerFacts> facts() {
        Map<ContainerId, ContainerFacts> facts = new HashMap<>();
        for (int n = 0; n < random.nextInt(4); n++) {
            facts.put(
                    new ContainerId("c" + n),
                    new ContainerFacts(
                            instant(),
                            ByteCount.ofMiB(random.nextInt(4096)),
                            maybe(ByteCount.ofMiB(random.nextInt(100))),
                            new ByteCount(random.nextInt(1000))));
        }
        return facts;
    }

    private Instant instant() {
        return NOW.plusNanos(random.nextLong(1_000_000_000_000L));
    }

    private BitRate rate() {
        return new BitRate(random.nextLong(400_000_000_000L));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextInt(4) > 0 ? Optional.of(value) : Optional.empty();
    }
}
