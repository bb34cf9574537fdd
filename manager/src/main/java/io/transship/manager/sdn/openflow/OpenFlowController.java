package io.transship.manager.sdn.openflow;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.core.topology.PathTree;
import io.transship.core.topology.ShortestPaths;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.ContainerPlacement;
import io.transship.manager.sdn.ControllerDescription;
import io.transship.manager.sdn.ControllerLife;
import io.transship.manager.sdn.HostFinder;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.sdn.ServiceAddress;
import io.transship.manager.sdn.openflow.discovery.DiscoverySettings;
import io.transship.manager.sdn.openflow.discovery.LinkDiscovery;
import io.transship.manager.sdn.openflow.service.ServiceAddresses;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.LinkProbe;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.SwitchServer;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The embedded SDN controller: OpenFlow 1.3, one event loop for everything.
 *
 * <p>Thread-safe; a call waits for the loop, and for a switch at most as long as the settings say.
 */
public final class OpenFlowController
        implements SdnController, ContainerPlacement, HostFinder, ControllerLife {

    private final OpenFlowSettings settings;
    private final EventLoopGroup group;
    private final ControlLoop loop;
    private final Core core;
    private final FrameHandler frames;
    private final OpenFlowRedirect redirect;
    private final SwitchEvents events;
    private final Statistics statistics;
    private @Nullable SwitchServer server;

    /**
     * A controller that does not listen yet.
     *
     * @param clock for the moments of samples
     * @param nanoTime a clock that only goes forward, for travel times and time limits
     */
    public OpenFlowController(
            OpenFlowSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("openflow", true), NioIoHandler.newFactory());
        loop = new ControlLoop(group.next(), nanoTime, settings.replyTimeout());
        SecureRandom random = new SecureRandom();
        MacAddress ownMac = new MacAddress((0x02L << 40) | random.nextLong(1L << 40));
        Switches switches = new Switches();
        HostTracker hosts = new HostTracker(switches::isUp);
        Forwarding forwarding = new Forwarding(loop, switches, hosts);
        LinkDiscovery links =
                new LinkDiscovery(
                        loop,
                        switches,
                        new LinkProbe(random, ownMac),
                        discovery(settings),
                        new SplittableRandom(random.nextLong()),
                        forwarding::changed,
                        port -> forgetHosts(hosts, forwarding, port));
        ServiceAddresses services =
                new ServiceAddresses(switches, hosts::stationAt, forwarding::rewrites);
        forwarding.follow(services::refresh);
        core = new Core(loop, switches, links, hosts, forwarding, services);
        frames = new FrameHandler(core, ownMac);
        redirect = new OpenFlowRedirect(core, frames, settings.capacities());
        events = new SwitchEvents(core, frames, redirect, settings);
        statistics = new Statistics(switches, clock);
    }

    /**
     * Listens for switches.
     *
     * @throws TransshipException PORT_IN_USE
     */
    @Override
    public void start() {
        if (server != null) {
            throw new IllegalStateException("the controller has been started already");
        }
        server =
                new SwitchServer(
                        group, settings.listen(), () -> new SwitchConnection(loop, events));
        var _ = loop.each(settings.probePeriod(), events::tick);
    }

    @Override
    public ControllerDescription describe() {
        InetSocketAddress at = server == null ? settings.listen() : server.address();
        return new ControllerDescription(
                "embedded",
                at.getAddress().getHostAddress() + ":" + at.getPort(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        if (server == null) {
            throw new IllegalStateException("the controller has not been started");
        }
        return server.address();
    }

    /**
     * Waits until so many switches are connected and ready.
     *
     * @throws TransshipException NETWORK_UNAVAILABLE if they are not before the deadline
     */
    public void awaitSwitches(int count, Duration deadline) {
        loop.await(
                () ->
                        loop.until(
                                () -> events.confirmed().size() >= count,
                                deadline,
                                () ->
                                        events.confirmed().size()
                                                + " of "
                                                + count
                                                + " switches are connected"),
                deadline.plus(settings.replyTimeout()));
        var _ = loop.await(redirect::warmUp, settings.replyTimeout().multipliedBy(8));
    }

    /**
     * Asks the network for these addresses, the hosts', until each has shown where it is. From then
     * on it can't be taken by another one as long as its port is up.
     */
    @Override
    public void seek(Set<IpAddress> addresses) {
        loop.soon(() -> frames.want(addresses));
    }

    /** Likewise. Their own frames pass where a switch has an entry for the destination already. */
    @Override
    public void believeOnlyAnnouncementsOf(Predicate<MacAddress> these) {
        loop.soon(() -> core.hosts().believeOnlyAnnouncementsOf(these));
    }

    /**
     * Seeks these addresses and waits until each is found.
     *
     * @throws TransshipException NETWORK_UNAVAILABLE if one is not before the deadline
     */
    public void awaitHosts(Set<IpAddress> addresses, Duration deadline) {
        seek(addresses);
        loop.await(
                () ->
                        loop.until(
                                () -> missing(addresses).isEmpty(),
                                deadline,
                                () -> "no frame of " + missing(addresses) + " was seen"),
                deadline.plus(settings.replyTimeout()));
    }

    /** Where the owner of this address is attached. */
    @Override
    public Optional<ConnectPoint> locate(IpAddress ip) {
        return loop.ask(() -> core.hosts().find(ip)).map(AttachedHost::at);
    }

    /** The ability to hold frames. */
    public TrafficRedirect redirect() {
        return redirect;
    }

    @Override
    public Topology topology() {
        return loop.ask(core.links()::topology);
    }

    @Override
    public List<AttachedHost> attachedHosts() {
        return loop.ask(
                () ->
                        core.hosts().all().stream()
                                .filter(host -> core.switches().isUp(host.at()))
                                .toList());
    }

    @Override
    public Optional<Path> path(ConnectPoint source, ConnectPoint target) {
        return ShortestPaths.path(topology(), source, target);
    }

    @Override
    public Optional<PathTree> paths(Topology topology, ConnectPoint source) {
        return Optional.of(PathTree.from(topology, source));
    }

    @Override
    public Optional<AggregateSample> aggregate(DatapathId datapath) {
        return loop.await(() -> statistics.aggregate(datapath), patience());
    }

    @Override
    public List<PortSample> ports(DatapathId datapath) {
        return loop.await(() -> statistics.ports(datapath), patience());
    }

    /** Likewise; what is held has no place until it is let go, and an announcement is left out. */
    @Override
    public void announce(MacAddress mac, IpAddress ip, ConnectPoint at) {
        loop.ask(
                () -> {
                    core.services().remove(mac);
                    return place(mac, ip, at);
                });
    }

    /** Likewise. */
    @Override
    public void announce(ServiceAddress service, ConnectPoint at) {
        loop.ask(
                () -> {
                    core.services().put(service);
                    return place(service.mac(), service.ip(), at);
                });
    }

    private MacAddress place(MacAddress mac, IpAddress ip, ConnectPoint at) {
        if (!redirect.holds(mac)) {
            core.services().moved(mac, at);
            core.hosts().place(mac, ip, at);
            core.forwarding().refresh();
        }
        return mac;
    }

    @Override
    public void withdraw(MacAddress mac) {
        loop.ask(
                () -> {
                    core.hosts().forget(mac);
                    core.services().remove(mac);
                    core.forwarding().refresh();
                    return mac;
                });
    }

    /** Ends all connections; the switches keep their entries. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static DiscoverySettings discovery(OpenFlowSettings settings) {
        return new DiscoverySettings(
                settings.probePeriod(), settings.settleTime(), settings.capacities());
    }

    private Duration patience() {
        return settings.replyTimeout().multipliedBy(2);
    }

    private List<IpAddress> missing(Set<IpAddress> addresses) {
        return addresses.stream().filter(ip -> core.hosts().find(ip).isEmpty()).toList();
    }

    private static void forgetHosts(HostTracker hosts, Forwarding forwarding, ConnectPoint port) {
        if (hosts.forgetLearnedAt(port)) {
            forwarding.changed();
        }
    }
}
