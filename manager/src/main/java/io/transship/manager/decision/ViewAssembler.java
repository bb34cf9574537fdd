package io.transship.manager.decision;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Route;
import io.transship.core.view.Routes;
import io.transship.manager.forecast.ExpectedLoads;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.sdn.SdnController;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes network views: from the controller, the load board, the configuration and the daemons. */
public final class ViewAssembler {

    private final SdnController sdn;
    private final LoadBoard board;
    private final List<ConfiguredHost> hosts;
    private final HostDirectory directory;
    private final ExpectedLoads expected;

    /** An assembler of views over these hosts, in which nothing is forecast. */
    public ViewAssembler(
            SdnController sdn,
            LoadBoard board,
            List<ConfiguredHost> hosts,
            HostDirectory directory) {
        this(sdn, board, ExpectedLoads.NONE, hosts, directory);
    }

    /** An assembler of views over these hosts. */
    public ViewAssembler(
            SdnController sdn,
            LoadBoard board,
            ExpectedLoads expected,
            List<ConfiguredHost> hosts,
            HostDirectory directory) {
        this.sdn = sdn;
        this.board = board;
        this.hosts = List.copyOf(hosts);
        this.directory = directory;
        this.expected = expected;
    }

    /** The network now, without routes. */
    public NetworkView view(Instant now) {
        Map<IpAddress, ConnectPoint> attached = new HashMap<>();
        for (AttachedHost seen : sdn.attachedHosts()) {
            seen.ip().ifPresent(ip -> attached.put(ip, seen.at()));
        }
        Set<HostId> reachable = directory.reachable();
        Map<HostId, HostLoad> loads = directory.loads();
        List<Host> known =
                hosts.stream()
                        .map(
                                host ->
                                        new Host(
                                                        host.id(),
                                                        Optional.ofNullable(
                                                                attached.get(host.address())),
                                                        host.accessCapacity(),
                                                        host.reserved(),
                                                        reachable.contains(host.id()))
                                                .withLoad(
                                                        Optional.ofNullable(loads.get(host.id()))))
                        .toList();
        return NetworkView.of(now, sdn.topology(), known, directory.placement(), board.loads(now))
                .withFacts(directory.facts())
                .withExpectedLoads(expected.at(now));
    }

    /** The same view with the route from one host to another, if there is one. */
    public NetworkView withRoute(NetworkView view, HostId source, HostId target) {
        Optional<ConnectPoint> from = view.host(source).flatMap(Host::at);
        Optional<ConnectPoint> to = view.host(target).flatMap(Host::at);
        return view.withRoutes(
                from.flatMap(begin -> to.flatMap(end -> sdn.path(begin, end)))
                        .map(path -> List.of(new Route(source, target, path)))
                        .orElse(List.of()));
    }

    /** The same view with the routes from the source to every free host. */
    public NetworkView withRoutes(NetworkView view, MoveSource source) {
        Optional<ConnectPoint> from = view.host(source.host()).flatMap(Host::at);
        List<Host> free = view.freeHosts();
        return view.withRoutes(
                from.map(
                                at ->
                                        sdn.paths(view.topology(), at)
                                                .<List<Route>>map(
                                                        tree ->
                                                                Routes.along(
                                                                        tree, source.host(), free))
                                                .orElseGet(() -> oneByOne(source.host(), at, free)))
                        .orElse(List.of()));
    }

    private List<Route> oneByOne(HostId source, ConnectPoint from, List<Host> targets) {
        List<Route> routes = new ArrayList<>();
        for (Host target : targets) {
            target.at()
                    .flatMap(to -> sdn.path(from, to))
                    .ifPresent(path -> routes.add(new Route(source, target.id(), path)));
        }
        return routes;
    }
}
