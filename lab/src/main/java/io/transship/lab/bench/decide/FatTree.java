package io.transship.lab.bench.decide;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Topology;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The network of k pods (Al-Fares et al. 2008): k²/4 core switches; in each pod k/2 switches above
 * and k/2 below, all of them joined; k/2 hosts on each of those below. Every port is loaded by
 * chance, the seed's.
 */
final class FatTree {

    private static final BitRate CABLE = BitRate.ofMbps(10_000);
    private static final long SEED = 42;
    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");

    private final int k;
    private final SplittableRandom random;
    private final Set<DatapathId> switches = new TreeSet<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private final Map<ConnectPoint, PortLoad> loads = new HashMap<>();

    /**
     * A network.
     *
     * @param k ports of each switch; even
     */
    FatTree(int k, long seed) {
        if (k < 2 || k % 2 != 0) {
            throw new IllegalArgumentException("k is even and at least 2, not " + k);
        }
        this.k = k;
        this.random = new SplittableRandom(seed);
        int half = k / 2;
        for (int pod = 0; pod < k; pod++) {
            for (int n = 0; n < half; n++) {
                for (int core = 0; core < half; core++) {
                    cable(upper(pod, n), half + core + 1, core(n * half + core), pod + 1);
                    cable(lower(pod, core), half + n + 1, upper(pod, n), core + 1);
                }
                for (int host = 0; host < half; host++) {
                    host(lower(pod, n), host + 1);
                }
            }
        }
    }

    /** How many switches a network of k pods has. */
    static int switches(int k) {
        return 5 * k * k / 4;
    }

    /** How many links between switches, each direction by itself. */
    static int links(int k) {
        return k * k * k;
    }

    /** How many hosts. */
    static int hosts(int k) {
        return k * k * k / 4;
    }

    /** The network that is measured. */
    static FatTree ofBench(int k) {
        return new FatTree(k, SEED);
    }

    private DatapathId core(int n) {
        return new DatapathId(1 + n);
    }

    private DatapathId upper(int pod, int n) {
        return new DatapathId(1_000_000 + (long) pod * k + n);
    }

    private DatapathId lower(int pod, int n) {
        return new DatapathId(2_000_000 + (long) pod * k + n);
    }

    private void cable(DatapathId one, int onePort, DatapathId other, int otherPort) {
        ConnectPoint a = new ConnectPoint(one, onePort);
        ConnectPoint b = new ConnectPoint(other, otherPort);
        switches.add(one);
        switches.add(other);
        Optional<Duration> latency = Optional.of(Duration.ofNanos(10_000));
        links.add(new Link(a, b, CABLE, latency));
        links.add(new Link(b, a, CABLE, latency));
        load(a);
        load(b);
    }

    private void host(DatapathId at, int port) {
        ConnectPoint place = new ConnectPoint(at, port);
        HostId id = new HostId("h%05d".formatted(hosts.size() + 1));
        hosts.add(new Host(id, Optional.of(place), Optional.of(CABLE), false, true));
        load(place);
    }

    private void load(ConnectPoint port) {
        loads.put(port, new PortLoad(port, NOW, rate(), rate()));
    }

    private BitRate rate() {
        return new BitRate(random.nextLong(CABLE.bps()));
    }

    /** How many. */
    int hosts() {
        return hosts.size();
    }

    /** What is to be moved: the container of the first host. */
    MoveSource source() {
        return new MoveSource(new ContainerId("server"), hosts.getFirst().id());
    }

    /** The view, without routes. */
    NetworkView view() {
        return NetworkView.of(
                NOW,
                new Topology(switches, links),
                hosts,
                Placement.of(Map.of(source().container(), source().host())),
                loads.values());
    }
}
