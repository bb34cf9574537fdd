package io.transship.core.limits;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.core.policy.MoveSource;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A network whose loads follow its containers: each is sent some Mbit/s by its client's host, over
 * the way with the fewest links, more or less at each look. Not thread-safe.
 */
final class SimulatedNetwork {

    private static final BitRate CABLE = BitRate.ofMbps(10);
    private static final double NOISE = 0.3;

    private final List<Link> links = new ArrayList<>();
    private final Set<DatapathId> switches = new HashSet<>();
    private final Map<HostId, Host> hosts = new TreeMap<>();
    private final Map<ContainerId, HostId> placement = new TreeMap<>();
    private final Map<ContainerId, HostId> clients = new LinkedHashMap<>();
    private final Map<ContainerId, Double> traffic = new HashMap<>();
    private final Map<DatapathId, Integer> ports = new HashMap<>();
    private final Map<List<HostId>, Optional<Path>> paths = new HashMap<>();

    private Topology topology = Topology.empty();

    private SimulatedNetwork() {}

    /** The thesis' star: h1 has the clients and is reserved; two containers on h2 and h3. */
    static SimulatedNetwork star() {
        SimulatedNetwork made = new SimulatedNetwork();
        for (int n = 1; n <= 5; n++) {
            made.host(n, n, n == 1);
        }
        made.cable(1, 2).cable(1, 3).cable(1, 4).cable(2, 5);
        return made.container("a", 2, 1, 6).container("b", 3, 1, 4).done();
    }

    /** A fat tree of k-port switches; a third of the hosts run containers, a third clients. */
    static SimulatedNetwork fatTree(int k) {
        SimulatedNetwork made = new SimulatedNetwork();
        int half = k / 2;
        int host = 0;
        for (int pod = 0; pod < k; pod++) {
            for (int edge = 0; edge < half; edge++) {
                int edgeSwitch = 100 + pod * half + edge;
                for (int up = 0; up < half; up++) {
                    made.cable(edgeSwitch, 200 + pod * half + up);
                    made.host(++host, edgeSwitch, host % 3 == 0);
                }
            }
            for (int up = 0; up < half; up++) {
                for (int core = 0; core < half; core++) {
                    made.cable(200 + pod * half + up, 300 + up * half + core);
                }
            }
        }
        for (int n = 1; n + 2 <= host; n += 3) {
            made.container("c" + n, n, n + 2, 5 + n % 4);
        }
        return made.done();
    }

    private SimulatedNetwork done() {
        topology = new Topology(switches, links);
        return this;
    }

    private SimulatedNetwork host(int number, int at, boolean reserved) {
        HostId id = new HostId("h" + number);
        hosts.put(id, new Host(id, Optional.of(port(at)), Optional.of(CABLE), reserved, true));
        return this;
    }

    private SimulatedNetwork cable(int a, int b) {
        ConnectPoint one = port(a);
        ConnectPoint other = port(b);
        Optional<Duration> latency = Optional.of(Duration.ofNanos(100_000));
        links.add(new Link(one, other, CABLE, latency));
        links.add(new Link(other, one, CABLE, latency));
        return this;
    }

    private ConnectPoint port(int datapath) {
        DatapathId id = new DatapathId(datapath);
        switches.add(id);
        return new ConnectPoint(id, ports.merge(id, 1, Integer::sum));
    }

    private SimulatedNetwork container(String name, int at, int client, double mbps) {
        ContainerId id = new ContainerId(name);
        placement.put(id, new HostId("h" + at));
        clients.put(id, new HostId("h" + client));
        traffic.put(id, mbps * 1e6);
        return this;
    }

    List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    Placement placement() {
        return Placement.of(placement);
    }

    void move(ContainerId container, HostId target) {
        placement.put(container, target);
    }

    NetworkView view(Instant now, RandomGenerator random) {
        Map<ConnectPoint, Double> rx = new HashMap<>();
        Map<ConnectPoint, Double> tx = new HashMap<>();
        clients.forEach(
                (container, client) -> {
                    double noisy =
                            traffic.get(container) * (1 + NOISE * (2 * random.nextDouble() - 1));
                    Path path = path(client, placement.get(container)).orElseThrow();
                    rx.merge(path.source(), noisy, Double::sum);
                    tx.merge(path.target(), noisy, Double::sum);
                    for (Link link : path.links()) {
                        tx.merge(link.from(), noisy, Double::sum);
                        rx.merge(link.to(), noisy, Double::sum);
                    }
                });
        Set<ConnectPoint> all = new HashSet<>();
        links.forEach(link -> all.add(link.from()));
        hosts.values().forEach(host -> all.add(host.at().orElseThrow()));
        List<PortLoad> loads =
                all.stream()
                        .map(
                                port ->
                                        new PortLoad(
                                                port,
                                                now,
                                                rate(rx.getOrDefault(port, 0.0)),
                                                rate(tx.getOrDefault(port, 0.0))))
                        .toList();
        return NetworkView.of(
                        now,
                        topology,
                        hosts.values().stream().map(host -> busy(host, random)).toList(),
                        placement(),
                        loads)
                .withFacts(facts(now));
    }

    /** A host is as busy as its containers make it, more or less. */
    private Host busy(Host host, RandomGenerator random) {
        long here = placement.values().stream().filter(host.id()::equals).count();
        double cpu = Math.min(1, 0.2 + 0.3 * here + NOISE * random.nextDouble());
        ByteCount total = ByteCount.ofMiB(8192);
        ByteCount available = ByteCount.ofMiB(8192 - 512 * here - random.nextInt(1024));
        return host.withLoad(Optional.of(new HostLoad(4, cpu, total, available)));
    }

    private Map<ContainerId, ContainerFacts> facts(Instant now) {
        Map<ContainerId, ContainerFacts> facts = new HashMap<>();
        for (ContainerId container : placement.keySet()) {
            facts.put(
                    container,
                    new ContainerFacts(
                            now,
                            ByteCount.ofMiB(512),
                            Optional.of(ByteCount.ofMiB(1)),
                            ByteCount.ofMiB(8)));
        }
        return facts;
    }

    private static BitRate rate(double bps) {
        return new BitRate(Math.round(bps));
    }

    NetworkView withRoutes(NetworkView view, MoveSource source) {
        List<Route> routes = new ArrayList<>();
        for (Host target : view.freeHosts()) {
            path(source.host(), target.id())
                    .ifPresent(path -> routes.add(new Route(source.host(), target.id(), path)));
        }
        return view.withRoutes(routes);
    }

    /** The container on the busiest port: what a detector would find, without its patience. */
    Optional<MoveSource> mostCrowded(NetworkView view) {
        return placement.entrySet().stream()
                .map(entry -> new MoveSource(entry.getKey(), entry.getValue()))
                .max(
                        Comparator.comparing(
                                source ->
                                        view.load(hosts.get(source.host()).at().orElseThrow())
                                                .orElseThrow()
                                                .busier()));
    }

    private Optional<Path> path(HostId from, HostId to) {
        return paths.computeIfAbsent(
                List.of(from, to),
                ends ->
                        ShortestPaths.path(
                                topology,
                                hosts.get(from).at().orElseThrow(),
                                hosts.get(to).at().orElseThrow()));
    }
}
