package io.transship.manager.service;

import io.transship.core.limits.Contradictions;
import io.transship.core.limits.MoveHistory;
import io.transship.core.limits.MoveLimits;
import io.transship.core.limits.Traits;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.event.EventSink;
import io.transship.manager.limits.ContradictionWatch;
import io.transship.manager.limits.EarlierMoves;
import io.transship.manager.limits.Maintenance;
import io.transship.manager.limits.MoveGuard;
import io.transship.manager.store.Database;
import io.transship.manager.store.MigrationHistory;
import io.transship.manager.store.SqlMaintenanceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What stands in the way of moves.
 *
 * @param guard the rules, with the moves of earlier managers
 * @param maintenance the hosts that take no container
 */
public record Guards(MoveGuard guard, Maintenance maintenance) {

    /** The guards of the moves between these hosts, with what that database remembers. */
    public static Guards of(MoveLimits limits, DaemonSide daemons, Database database, Clock clock) {
        Maintenance maintenance = new Maintenance(new SqlMaintenanceStore(database), clock);
        Instant oldest = clock.instant().minus(MoveHistory.horizon(limits));
        MoveHistory past =
                EarlierMoves.of(new MigrationHistory(database).since(oldest)).since(oldest);
        MoveGuard.Sights sights =
                new MoveGuard.Sights(
                        daemons.directory()::placement,
                        traits(daemons.fleet()),
                        maintenance::hosts);
        return new Guards(new MoveGuard(limits, sights, past, clock), maintenance);
    }

    /** A deployment that puts nothing on a host under maintenance. */
    public Deployment deployment(ManagerConfig config, Fleet fleet, EventSink events, Clock clock) {
        return new Deployment(config, fleet, events, clock, maintenance::includes);
    }

    /** Tells of what can't hold between the places that containers are to have. */
    public ContradictionWatch contradictions(
            ManagerConfig config, Fleet fleet, EventSink events, Clock clock) {
        Set<HostId> hosts =
                config.hosts().stream().map(HostConfig::name).collect(Collectors.toSet());
        return new ContradictionWatch(
                () ->
                        Contradictions.in(
                                new Contradictions.Facts(
                                        hosts, reported(fleet), traits(fleet).get()),
                                guard.limits()),
                events,
                clock);
    }

    /** Of a container that moves, both hosts may tell for a while. */
    private Map<ContainerId, Set<HostId>> reported(Fleet fleet) {
        MoveHistory moves = guard.circumstances().history();
        return fleet.containers().stream()
                .filter(DeployedContainer::running)
                .filter(each -> !moves.isUnderWay(each.order().name()))
                .collect(
                        Collectors.groupingBy(
                                each -> each.order().name(),
                                Collectors.mapping(DeployedContainer::host, Collectors.toSet())));
    }

    private static Supplier<Map<ContainerId, Traits>> traits(Fleet fleet) {
        return () -> {
            Map<ContainerId, Traits> traits = new HashMap<>();
            for (DeployedContainer container : fleet.containers()) {
                traits.put(container.order().name(), Traits.of(container.order().labels()));
            }
            return traits;
        };
    }
}
