package io.transship.manager.service;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Topology;
import io.transship.core.view.PortLoad;
import io.transship.manager.api.Inventory;
import io.transship.manager.api.report.ContainerReport;
import io.transship.manager.api.report.ControllerReport;
import io.transship.manager.api.report.HostReport;
import io.transship.manager.api.report.PolicyReport;
import io.transship.manager.api.report.StatusReport;
import io.transship.manager.api.report.TopologyReport;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.sdn.ControllerDescription;
import io.transship.manager.sdn.ControllerLife;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.store.history.Stores;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What there is, from the parts that know it. */
public final class LiveInventory implements Inventory {

    /**
     * The parts that know.
     *
     * @param sdn the network
     * @param controller of the network
     * @param board the loads
     * @param fleet the hosts
     * @param loop the policy in use
     * @param desk the migrations
     * @param words what detection said last
     * @param stores the journal and the history
     * @param policies the names of all policies
     * @param live the configuration in force
     * @param guards what stands in the way of moves
     * @param proposals how many wait for approval
     */
    public record Parts(
            SdnController sdn,
            ControllerLife controller,
            LoadBoard board,
            Fleet fleet,
            DecisionLoop loop,
            MigrationDesk desk,
            DetectionWords words,
            Stores stores,
            Supplier<SortedSet<String>> policies,
            LiveConfig live,
            Guards guards,
            IntSupplier proposals) {}

    private final ManagerConfig config;
    private final long seed;
    private final Parts parts;
    private final Clock clock;
    private final Instant since;

    /**
     * An inventory of a manager that starts now.
     *
     * @param seed in use, drawn or configured
     */
    public LiveInventory(ManagerConfig config, long seed, Parts parts, Clock clock) {
        this.config = config;
        this.seed = seed;
        this.parts = parts;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public StatusReport status() {
        List<DaemonStatus> statuses = parts.fleet().statuses();
        return new StatusReport(
                version(),
                since,
                parts.live().current().mode().name().toLowerCase(Locale.ROOT),
                parts.loop().policy().name(),
                parts.live().current().detector(),
                seed,
                controller(),
                parts.sdn().topology().switches().size(),
                config.hosts().size(),
                (int) statuses.stream().filter(DaemonStatus::reachable).count(),
                parts.fleet().containers().size(),
                (int) parts.desk().underWay(),
                parts.proposals().getAsInt(),
                parts.words().last(),
                Reports.of(parts.stores().state()),
                parts.live().summary());
    }

    private ControllerReport controller() {
        ControllerDescription known = parts.controller().describe();
        return new ControllerReport(
                known.type(), known.place(), known.lacks(), known.problem().orElse(null));
    }

    private static String version() {
        return Optional.ofNullable(LiveInventory.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public List<HostReport> hosts() {
        Map<HostId, DaemonStatus> statuses =
                parts.fleet().statuses().stream()
                        .collect(Collectors.toMap(DaemonStatus::host, Function.identity()));
        Map<HostId, List<String>> containers =
                parts.fleet().containers().stream()
                        .collect(
                                Collectors.groupingBy(
                                        DeployedContainer::host,
                                        Collectors.mapping(
                                                each -> each.order().name().name(),
                                                Collectors.toList())));
        Map<IpAddress, ConnectPoint> places = new HashMap<>();
        for (AttachedHost host : parts.sdn().attachedHosts()) {
            host.ip().ifPresent(ip -> places.put(ip, host.at()));
        }
        return config.hosts().stream()
                .sorted(Comparator.comparing(HostConfig::name))
                .map(
                        host ->
                                report(
                                        host,
                                        Optional.ofNullable(statuses.get(host.name())),
                                        Optional.ofNullable(places.get(host.address())),
                                        containers.getOrDefault(host.name(), List.of()),
                                        parts.guards().maintenance().includes(host.name())))
                .toList();
    }

    private static HostReport report(
            HostConfig host,
            Optional<DaemonStatus> status,
            Optional<ConnectPoint> at,
            List<String> containers,
            boolean closed) {
        return new HostReport(
                host.name().name(),
                host.address().text(),
                host.daemon().toString(),
                host.reserved(),
                closed,
                status.map(DaemonStatus::reachable).orElse(false),
                status.map(DaemonStatus::problem).filter(text -> !text.isEmpty()).orElse(null),
                at.map(ConnectPoint::toString).orElse(null),
                containers,
                status.map(DaemonStatus::engine).filter(text -> !text.isEmpty()).orElse(null));
    }

    @Override
    public List<ContainerReport> containers() {
        return parts.fleet().containers().stream()
                .map(Reports::of)
                .sorted(Comparator.comparing(ContainerReport::name))
                .toList();
    }

    @Override
    public TopologyReport topology() {
        Map<DatapathId, String> switches = new HashMap<>();
        config.switches().forEach((name, datapath) -> switches.put(datapath, name));
        Map<ConnectPoint, PortLoad> loads =
                parts.board().loads(clock.instant()).stream()
                        .collect(Collectors.toMap(PortLoad::port, Function.identity()));
        Map<IpAddress, String> owners = new HashMap<>();
        config.hosts().forEach(host -> owners.put(host.address(), host.name().name()));
        parts.fleet()
                .containers()
                .forEach(each -> owners.put(each.order().ip(), each.order().name().name()));
        Topology topology = parts.sdn().topology();
        return new TopologyReport(
                topology.switches().stream().map(each -> Reports.of(each, switches)).toList(),
                topology.links().stream().map(link -> Reports.of(link, loads)).toList(),
                parts.sdn().attachedHosts().stream()
                        .map(host -> Reports.of(host, owners))
                        .toList());
    }

    @Override
    public List<PolicyReport> policies() {
        String inUse = parts.loop().policy().name();
        return parts.policies().get().stream()
                .map(name -> new PolicyReport(name, name.equals(inUse)))
                .toList();
    }
}
