package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.core.model.MacAddress;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.ContainerPlacement;
import io.transship.manager.sdn.ControllerDescription;
import io.transship.manager.sdn.ControllerLife;
import io.transship.manager.sdn.HostFinder;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.sdn.ServiceAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Floodlight controller that somebody runs, used over its REST API.
 *
 * <p>Thread-safe. Topology and hosts are those of the last look, at most a second old; a question
 * to a switch waits as long as the settings say.
 */
public final class FloodlightController
        implements SdnController, ContainerPlacement, HostFinder, ControllerLife {

    private static final Logger LOG = LoggerFactory.getLogger(FloodlightController.class);

    private static final List<String> LACKS =
            List.of("holding frames", "answering for service addresses", "looking for hosts");

    private static final List<String> AT_MOVES =
            List.of(
                    "Floodlight can't hold frames: what is sent to the container while it moves is"
                            + " dropped; TCP sends it again, datagrams are lost");

    private final FloodlightSettings settings;
    private final FloodlightClient client;
    private final FloodlightApi api;
    private final NetworkWatch watch;
    private final Places places = new Places();
    private final FloodlightRedirect redirect;
    private final FloodedPorts flooded;

    /**
     * A controller that asks nothing yet.
     *
     * @param clock for the moments of samples
     * @param nanoTime a clock that only goes forward, for time limits
     */
    public FloodlightController(
            FloodlightSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        client = new FloodlightClient(settings.url(), settings.replyTimeout());
        api = new FloodlightApi(client, clock);
        watch = new NetworkWatch(api, settings, nanoTime);
        flooded = new FloodedPorts(api);
        redirect =
                new FloodlightRedirect(
                        watch,
                        new EntryBook(api, settings.replyTimeout(), nanoTime),
                        places,
                        nanoTime);
    }

    @Override
    public void start() {
        watch.start(
                image -> {
                    redirect.tend(image);
                    flooded.tend(image);
                });
    }

    @Override
    public ControllerDescription describe() {
        return new ControllerDescription(
                "floodlight", settings.url().toString(), LACKS, AT_MOVES, watch.problem());
    }

    /** What of the ability to hold frames Floodlight has. */
    public TrafficRedirect redirect() {
        return redirect;
    }

    @Override
    public Topology topology() {
        return watch.image().topology();
    }

    @Override
    public List<AttachedHost> attachedHosts() {
        return places.all(watch.image());
    }

    @Override
    public Optional<ConnectPoint> locate(IpAddress ip) {
        return attachedHosts().stream()
                .filter(host -> host.ip().filter(ip::equals).isPresent())
                .map(AttachedHost::at)
                .findFirst();
    }

    /** Nothing in its REST API sends a frame: each is known when it has spoken. */
    @Override
    public void seek(Set<IpAddress> addresses) {
        LOG.info(
                "Floodlight knows a host when it has sent something; needed are {}",
                addresses.stream().map(IpAddress::text).sorted().toList());
    }

    /** The way that Floodlight's own forwarding takes. */
    @Override
    public Optional<Path> path(ConnectPoint source, ConnectPoint target) {
        Topology topology = topology();
        if (!topology.switches().contains(source.datapath())
                || !topology.switches().contains(target.datapath())) {
            return Optional.empty();
        }
        if (source.datapath().equals(target.datapath())) {
            return Optional.of(new Path(source, target, List.of()));
        }
        return asked(() -> api.way(source.datapath(), target.datapath()))
                .flatMap(points -> links(points, topology))
                .map(links -> new Path(source, target, links));
    }

    /** Out of one switch, into the next: two points a link. Empty if a link is not there (yet). */
    private static Optional<List<Link>> links(List<ConnectPoint> points, Topology topology) {
        Map<ConnectPoint, Link> known =
                topology.links().stream()
                        .collect(Collectors.toMap(Link::from, Function.identity(), (a, _) -> a));
        List<Link> links = new ArrayList<>();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            Link link = known.get(points.get(i));
            if (link == null || !link.to().equals(points.get(i + 1))) {
                return Optional.empty();
            }
            links.add(link);
        }
        return points.isEmpty() || points.size() % 2 != 0 ? Optional.empty() : Optional.of(links);
    }

    @Override
    public Optional<AggregateSample> aggregate(DatapathId datapath) {
        return asked(() -> api.aggregate(datapath));
    }

    @Override
    public List<PortSample> ports(DatapathId datapath) {
        return asked(() -> api.ports(datapath)).orElse(List.of());
    }

    /** No answer, a refusal and nonsense are all the same to whoever measures: unknown. */
    private static <T> Optional<T> asked(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (TransshipException e) {
            LOG.debug("{}", e.line());
            return Optional.empty();
        }
    }

    /** Likewise; what is held has no place until it is let go, and an announcement is left out. */
    @Override
    public void announce(MacAddress mac, IpAddress ip, ConnectPoint at) {
        if (!redirect.holds(mac)) {
            places.announce(mac, ip, at);
        }
    }

    /** Nobody answers for the service address; the container's place is told all the same. */
    @Override
    public void announce(ServiceAddress service, ConnectPoint at) {
        LOG.warn("Nobody can reach {}: Floodlight answers for no service address", service.ip());
        announce(service.mac(), service.ip(), at);
    }

    @Override
    public void withdraw(MacAddress mac) {
        places.withdraw(mac);
        redirect.forget(mac);
    }

    /**
     * Likewise; the entries that kept these apart before the manager's restart stay where they are,
     * since they are Floodlight's and the switches'.
     */
    @Override
    public void believeOnlyAnnouncementsOf(Predicate<MacAddress> these) {
        places.believeOnlyAnnouncementsOf(these);
    }

    @Override
    public void close() {
        watch.close();
        client.close();
    }
}
