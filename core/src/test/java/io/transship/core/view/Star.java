package io.transship.core.view;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The thesis' network (7.2): switches s1 to s5, hosts h1 to h5 on them at port 1, links s1–s2,
 * s1–s3, s1–s4, s2–s5. h1 runs the client and is reserved, h2 the container, the others are free.
 */
public final class Star {

    public static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");
    public static final HostId H1 = new HostId("h1");
    public static final HostId H2 = new HostId("h2");
    public static final HostId H3 = new HostId("h3");
    public static final HostId H4 = new HostId("h4");
    public static final HostId H5 = new HostId("h5");
    public static final ContainerId SERVER = new ContainerId("server-1");

    private static final int[][] CABLES = {{1, 2}, {1, 3}, {1, 4}, {2, 5}};

    private final Map<ConnectPoint, PortLoad> loads = new TreeMap<>();
    private final Map<String, Double> capacities = new HashMap<>();
    private final Map<String, Optional<Duration>> latencies = new HashMap<>();
    private final Map<HostId, Host> hosts = new TreeMap<>();
    private Instant measured = NOW;
    private Map<ContainerId, HostId> placement = Map.of(SERVER, H2);

    private Star() {
        for (int[] cable : CABLES) {
            latency(cable[0], cable[1], Duration.ofNanos(100_000));
        }
        for (int n = 1; n <= 5; n++) {
            for (int port = 1; port <= 9; port++) {
                load(n, port, 0, 0);
            }
        }
    }

    /** Scenario 1, heterogeneous: access 10 10 10 5 2, links 10 10 5 2 Mbit/s. */
    public static Star scenario1() {
        return new Star().access(10, 10, 10, 5, 2).links(10, 10, 5, 2);
    }

    /** Scenario 2, bottleneck: access 10, links 5 10 10 7 Mbit/s. */
    public static Star scenario2() {
        return new Star().access(10, 10, 10, 10, 10).links(5, 10, 10, 7);
    }

    /** Scenario 3, homogeneous: all 5 Mbit/s. */
    public static Star scenario3() {
        return new Star().access(5, 5, 5, 5, 5).links(5, 5, 5, 5);
    }

    /** The port of switch {@code from} that leads to switch {@code to}. */
    public static ConnectPoint port(int from, int to) {
        return new ConnectPoint(new DatapathId(from), to + 1);
    }

    /** The port of host number {@code n}. */
    public static ConnectPoint hostPort(int n) {
        return new ConnectPoint(new DatapathId(n), 1);
    }

    /** Whether a host is reserved, and its daemon answers. */
    public Star host(HostId id, boolean reserved, boolean reachable) {
        Host old = hosts.get(id);
        hosts.put(id, new Host(id, old.at(), old.accessCapacity(), reserved, reachable));
        return this;
    }

    /** Forgets the capacity of a host's cable. */
    public Star accessUnknown(HostId id) {
        Host old = hosts.get(id);
        hosts.put(id, new Host(id, old.at(), Optional.empty(), old.reserved(), old.reachable()));
        return this;
    }

    /** How busy a host is: share of its two processors, and MiB of 1024 that are free. */
    public Star hostLoad(HostId id, double cpuBusy, long freeMiB) {
        HostLoad load = new HostLoad(2, cpuBusy, ByteCount.ofMiB(1024), ByteCount.ofMiB(freeMiB));
        hosts.put(id, hosts.get(id).withLoad(Optional.of(load)));
        return this;
    }

    /** Which container runs where. */
    public Star placement(Map<ContainerId, HostId> newPlacement) {
        placement = newPlacement;
        return this;
    }

    /** When the loads that follow were measured. */
    public Star measuredAt(Instant moment) {
        measured = moment;
        return this;
    }

    /** Loads of a port in Mbit/s: what enters the switch, and what leaves it. */
    public Star load(int dpid, int port, double rxMbps, double txMbps) {
        ConnectPoint at = new ConnectPoint(new DatapathId(dpid), port);
        loads.put(at, new PortLoad(at, measured, BitRate.ofMbps(rxMbps), BitRate.ofMbps(txMbps)));
        return this;
    }

    /** Load of the link between two switches in one direction, seen at both ends. */
    public Star linkLoad(int from, int to, double mbps) {
        return load(from, to + 1, 0, mbps).load(to, from + 1, mbps, 0);
    }

    /** Forgets the load of a port. */
    public Star unmeasured(ConnectPoint port) {
        loads.remove(port);
        return this;
    }

    /** The latency of a link, both ways. */
    public Star latency(int a, int b, Duration latency) {
        latencies.put(a + "-" + b, Optional.of(latency));
        latencies.put(b + "-" + a, Optional.of(latency));
        return this;
    }

    /** Forgets the latency of a link. */
    public Star latencyUnknown(int a, int b) {
        latencies.put(a + "-" + b, Optional.empty());
        latencies.put(b + "-" + a, Optional.empty());
        return this;
    }

    /** One direction of a link. */
    public Link link(int from, int to) {
        return new Link(
                port(from, to),
                port(to, from),
                BitRate.ofMbps(capacities.get(from + "-" + to)),
                latencies.get(from + "-" + to));
    }

    /** The view, with routes from h2 to h3, h4 and h5. */
    public NetworkView view() {
        List<Link> links = new ArrayList<>();
        for (int[] cable : CABLES) {
            links.add(link(cable[0], cable[1]));
            links.add(link(cable[1], cable[0]));
        }
        Set<DatapathId> switches =
                Set.of(
                        new DatapathId(1),
                        new DatapathId(2),
                        new DatapathId(3),
                        new DatapathId(4),
                        new DatapathId(5));
        return NetworkView.of(
                        NOW,
                        new Topology(switches, links),
                        hosts.values(),
                        Placement.of(placement),
                        loads.values())
                .withRoutes(
                        List.of(
                                route(H3, 3, link(2, 1), link(1, 3)),
                                route(H4, 4, link(2, 1), link(1, 4)),
                                route(H5, 5, link(2, 5))));
    }

    private static Route route(HostId target, int n, Link... links) {
        return new Route(H2, target, new Path(hostPort(2), hostPort(n), List.of(links)));
    }

    private Star access(double... mbps) {
        for (int n = 1; n <= 5; n++) {
            HostId id = new HostId("h" + n);
            hosts.put(
                    id,
                    new Host(
                            id,
                            Optional.of(hostPort(n)),
                            Optional.of(BitRate.ofMbps(mbps[n - 1])),
                            n == 1,
                            true));
        }
        return this;
    }

    private Star links(double... mbps) {
        for (int i = 0; i < CABLES.length; i++) {
            capacities.put(CABLES[i][0] + "-" + CABLES[i][1], mbps[i]);
            capacities.put(CABLES[i][1] + "-" + CABLES[i][0], mbps[i]);
        }
        return this;
    }
}
