package io.transship.manager.service;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.store.NetworkNames;
import io.transship.manager.store.SampleStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Keeps the thesis' tables "connection" and "mapping" (4.3) up to date and forgets old samples.
 * Thread-safe.
 */
public final class Housekeeping {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(7);

    private final ManagerConfig config;
    private final SdnController sdn;
    private final NetworkNames names;
    private final SampleStore samples;
    private final Clock clock;

    /** A housekeeping that has not begun. */
    public Housekeeping(
            ManagerConfig config,
            SdnController sdn,
            NetworkNames names,
            SampleStore samples,
            Clock clock) {
        this.config = config;
        this.sdn = sdn;
        this.names = names;
        this.samples = samples;
        this.clock = clock;
    }

    /** Does it each minute. */
    public void start(Scheduler scheduler, Executor workers) {
        scheduler.every(PERIOD, () -> workers.execute(this::once));
    }

    void once() {
        Map<String, String> switches = new HashMap<>();
        config.switches().forEach((name, datapath) -> switches.put(datapath.toString(), name));
        Map<HostId, IpAddress> hosts =
                config.hosts().stream()
                        .collect(Collectors.toMap(HostConfig::name, HostConfig::address));
        names.replaceMappings(switches, hosts);
        names.replaceConnections(connections());
        samples.forgetBefore(clock.instant().minus(KEPT));
    }

    private List<NetworkNames.Connection> connections() {
        Map<ConnectPoint, NetworkNames.Connection> rows = new HashMap<>();
        for (HostConfig host : config.hosts()) {
            for (AttachedHost seen : sdn.attachedHosts()) {
                if (seen.ip().filter(host.address()::equals).isPresent()) {
                    rows.put(
                            seen.at(),
                            new NetworkNames.Connection(seen.at(), true, host.name().name()));
                }
            }
        }
        sdn.topology()
                .peers()
                .forEach(
                        (from, to) ->
                                rows.put(
                                        from,
                                        new NetworkNames.Connection(from, false, to.toString())));
        return new ArrayList<>(rows.values());
    }
}
