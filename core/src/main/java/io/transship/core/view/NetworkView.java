package io.transship.core.view;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that a decision is made from, at one moment. Immutable; a decision is stored with its view.
 *
 * <p>What has not been measured lately is absent: unknown is never zero.
 *
 * @param at when it was taken
 * @param topology switches and links
 * @param hosts all hosts, by name
 * @param placement which container runs where
 * @param loads measured loads, by port
 * @param routes from the source to candidates; empty until there is a source
 * @param expectedLoads loads as they are forecast for a short time ahead ({@link PortLoad#at} says
 *     for when), by port; a port without a forecast is absent
 * @param facts what containers were like when they were measured last
 */
public record NetworkView(
        Instant at,
        Topology topology,
        SortedMap<HostId, Host> hosts,
        Placement placement,
        SortedMap<ConnectPoint, PortLoad> loads,
        List<Route> routes,
        SortedMap<ConnectPoint, PortLoad> expectedLoads,
        SortedMap<ContainerId, ContainerFacts> facts) {

    /** Copies the collections. */
    public NetworkView {
        hosts = FrozenMap.of(hosts);
        loads = FrozenMap.of(loads);
        routes = Routes.of(routes);
        expectedLoads = FrozenMap.of(expectedLoads);
        facts = FrozenMap.of(facts);
    }

    /** A view in which nothing is forecast, and no container is known. */
    public NetworkView(
            Instant at,
            Topology topology,
            SortedMap<HostId, Host> hosts,
            Placement placement,
            SortedMap<ConnectPoint, PortLoad> loads,
            List<Route> routes) {
        this(at, topology, hosts, placement, loads, routes, new TreeMap<>(), new TreeMap<>());
    }

    /** A view without routes. */
    public static NetworkView of(
            Instant at,
            Topology topology,
            Collection<Host> hosts,
            Placement placement,
            Collection<PortLoad> loads) {
        Map<HostId, Host> byId =
                hosts.stream().collect(Collectors.toMap(Host::id, Function.identity()));
        return new NetworkView(
                at, topology, FrozenMap.of(byId), placement, byPort(loads), List.of());
    }

    private static SortedMap<ConnectPoint, PortLoad> byPort(Collection<PortLoad> loads) {
        Map<ConnectPoint, PortLoad> byPort =
                loads.stream().collect(Collectors.toMap(PortLoad::port, Function.identity()));
        return FrozenMap.of(byPort);
    }

    /** The same view with these routes. */
    public NetworkView withRoutes(List<Route> newRoutes) {
        return new NetworkView(
                at, topology, hosts, placement, loads, newRoutes, expectedLoads, facts);
    }

    /** The same view with these forecasts. */
    public NetworkView withExpectedLoads(Collection<PortLoad> forecasts) {
        return new NetworkView(
                at, topology, hosts, placement, loads, routes, byPort(forecasts), facts);
    }

    /** The same view with these loads. */
    public NetworkView withLoads(SortedMap<ConnectPoint, PortLoad> newLoads) {
        return new NetworkView(
                at, topology, hosts, placement, newLoads, routes, expectedLoads, facts);
    }

    /** The same view with what is known of containers. */
    public NetworkView withFacts(Map<ContainerId, ContainerFacts> newFacts) {
        return new NetworkView(
                at,
                topology,
                hosts,
                placement,
                loads,
                routes,
                expectedLoads,
                FrozenMap.of(newFacts));
    }

    /** The same view, with hosts barred, each for its reason. */
    public NetworkView barring(Map<HostId, String> reasons) {
        SortedMap<HostId, Host> barred = new TreeMap<>(hosts);
        reasons.forEach(
                (id, why) -> barred.computeIfPresent(id, (same, host) -> host.withBarred(why)));
        return withHosts(barred);
    }

    /** The same view, with so many places for managed containers on each host. */
    public NetworkView withPlaces(int places) {
        SortedMap<HostId, Host> roomy = new TreeMap<>(hosts);
        roomy.replaceAll((id, host) -> host.withPlaces(places));
        return withHosts(roomy);
    }

    private NetworkView withHosts(SortedMap<HostId, Host> others) {
        return new NetworkView(
                at, topology, others, placement, loads, routes, expectedLoads, facts);
    }

    /** A host by name; empty if there is none. */
    public Optional<Host> host(HostId id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /** Whether a host runs a managed container. */
    public boolean isBusy(HostId id) {
        return placement.hosts().containsValue(id);
    }

    /**
     * Hosts that have a place left, are not reserved, from which no rule keeps the container away,
     * and whose daemon answers; by name.
     */
    public List<Host> freeHosts() {
        Map<HostId, Integer> taken = new HashMap<>();
        placement.hosts().values().forEach(host -> taken.merge(host, 1, Integer::sum));
        return hosts.values().stream()
                .filter(host -> !host.reserved() && host.reachable() && host.barred().isEmpty())
                .filter(host -> taken.getOrDefault(host.id(), 0) < host.places())
                .toList();
    }

    /** Hosts that run a managed container and whose daemon answers; by name. */
    public List<Host> busyHosts() {
        return hosts.values().stream()
                .filter(host -> host.reachable() && isBusy(host.id()))
                .toList();
    }

    /** The way from one host to another; empty if it is not known. */
    public Optional<Path> path(HostId source, HostId target) {
        return routesByEnds().path(source, target);
    }

    Routes routesByEnds() {
        return (Routes) routes;
    }

    /** The load of a link in its own direction, by the counters of either end. */
    public Optional<BitRate> load(Link link) {
        return load(link, loads);
    }

    /**
     * The load that a link is expected to have a short time ahead, in its own direction; where
     * there is no forecast, its load now.
     */
    public Optional<BitRate> expectedLoad(Link link) {
        return load(link, expectedLoads).or(() -> load(link));
    }

    private static Optional<BitRate> load(Link link, SortedMap<ConnectPoint, PortLoad> loads) {
        return Optional.ofNullable(loads.get(link.from()))
                .map(PortLoad::tx)
                .or(() -> Optional.ofNullable(loads.get(link.to())).map(PortLoad::rx));
    }

    /** What a container was like when it was measured last. */
    public Optional<ContainerFacts> facts(ContainerId container) {
        return Optional.ofNullable(facts.get(container));
    }

    /** The load of a port. */
    public Optional<PortLoad> load(ConnectPoint port) {
        return Optional.ofNullable(loads.get(port));
    }

    /** The load that a port is expected to have a short time ahead; else its load now. */
    public Optional<PortLoad> expectedLoad(ConnectPoint port) {
        return Optional.ofNullable(expectedLoads.get(port)).or(() -> load(port));
    }
}
