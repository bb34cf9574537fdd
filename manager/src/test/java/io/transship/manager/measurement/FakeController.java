package io.transship.manager.measurement;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.core.model.MacAddress;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.sdn.SdnController;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The thesis' network as a controller sees it: switches s1 to s5, hosts h1 to h5 at port 1 of them,
 * links s1–s2, s1–s3, s1–s4, s2–s5, all of 10 Mbit/s. Traffic runs at the rates it is told, by the
 * clock.
 */
public final class FakeController implements SdnController {

    private static final int[][] CABLES = {{1, 2}, {1, 3}, {1, 4}, {2, 5}};

    private final Clock clock;
    private final Instant start;
    private final Map<DatapathId, Double> packetsPerSecond = new HashMap<>();
    private final Map<ConnectPoint, Double> txMbps = new HashMap<>();
    private final Set<DatapathId> silent = new HashSet<>();
    private final List<String> questions = new ArrayList<>();
    private Consumer<DatapathId> onQuestion = datapath -> {};

    /** A network without traffic. */
    public FakeController(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /** The port of host number {@code n}. */
    public static ConnectPoint hostPort(int n) {
        return new ConnectPoint(new DatapathId(n), 1);
    }

    /** The port of a switch that leads to another. */
    public static ConnectPoint port(int from, int to) {
        return new ConnectPoint(new DatapathId(from), to + 1);
    }

    /** Packets that match a switch's flow entries from the start on. */
    public FakeController packets(int dpid, double perSecond) {
        packetsPerSecond.put(new DatapathId(dpid), perSecond);
        return this;
    }

    /** What leaves a switch at a port, from the start on. */
    public FakeController sends(ConnectPoint port, double mbps) {
        txMbps.put(port, mbps);
        return this;
    }

    /** A switch that doesn't answer. */
    public FakeController silent(int dpid, boolean isSilent) {
        if (isSilent) {
            silent.add(new DatapathId(dpid));
        } else {
            silent.remove(new DatapathId(dpid));
        }
        return this;
    }

    /** Is called in each question, before the answer. */
    public FakeController onQuestion(Consumer<DatapathId> hook) {
        onQuestion = hook;
        return this;
    }

    /** What was asked so far: "second aggregate dpid". */
    public List<String> questions() {
        synchronized (questions) {
            return List.copyOf(questions);
        }
    }

    @Override
    public Topology topology() {
        Set<DatapathId> switches = new HashSet<>();
        for (int n = 1; n <= 5; n++) {
            switches.add(new DatapathId(n));
        }
        List<Link> links = new ArrayList<>();
        for (int[] cable : CABLES) {
            links.add(link(cable[0], cable[1]));
            links.add(link(cable[1], cable[0]));
        }
        return new Topology(switches, links);
    }

    @Override
    public List<AttachedHost> attachedHosts() {
        List<AttachedHost> hosts = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            hosts.add(
                    new AttachedHost(
                            new MacAddress(n),
                            Optional.of(new IpAddress("10.0.0." + n)),
                            hostPort(n)));
        }
        return hosts;
    }

    @Override
    public Optional<Path> path(ConnectPoint source, ConnectPoint target) {
        int to = (int) target.datapath().value();
        List<Link> links = to == 5 ? List.of(link(2, 5)) : List.of(link(2, 1), link(1, to));
        return source.datapath().value() == 2 && to > 2
                ? Optional.of(new Path(source, target, links))
                : Optional.empty();
    }

    @Override
    public Optional<AggregateSample> aggregate(DatapathId datapath) {
        ask("aggregate", datapath);
        if (silent.contains(datapath)) {
            return Optional.empty();
        }
        long packets =
                50_000 + Math.round(packetsPerSecond.getOrDefault(datapath, 0.0) * seconds());
        return Optional.of(
                new AggregateSample(datapath, clock.instant(), 3, packets, packets * 1000));
    }

    @Override
    public List<PortSample> ports(DatapathId datapath) {
        ask("ports", datapath);
        if (silent.contains(datapath)) {
            return List.of();
        }
        List<PortSample> samples = new ArrayList<>();
        for (int number = 1; number <= 6; number++) {
            ConnectPoint port = new ConnectPoint(datapath, number);
            long bytes = Math.round(txMbps.getOrDefault(port, 0.0) * 125_000 * seconds());
            samples.add(new PortSample(port, clock.instant(), 0, bytes, 0, bytes / 1000));
        }
        return samples;
    }

    private void ask(String what, DatapathId datapath) {
        synchronized (questions) {
            questions.add(Math.round(seconds()) + " " + what + " " + datapath.value());
        }
        onQuestion.accept(datapath);
    }

    private double seconds() {
        return Duration.between(start, clock.instant()).toNanos() / 1e9;
    }

    private static Link link(int from, int to) {
        return new Link(
                port(from, to),
                port(to, from),
                BitRate.ofMbps(10),
                Optional.of(Duration.ofNanos(100_000)));
    }
}
