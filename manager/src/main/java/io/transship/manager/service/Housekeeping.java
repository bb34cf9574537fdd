package io.transship.manager.service;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.store.NetworkNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the thesis' tables "connection" and "mapping" (4.3) up to date. Thread-safe. */
public final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final ManagerConfig config;
    private final SdnController sdn;
    private final NetworkNames names;

    /** A housekeeping that has not begun. */
    public Housekeeping(ManagerConfig config, SdnController sdn, NetworkNames names) {
        this.config = config;
        this.sdn = sdn;
        this.names = names;
    }

    /** Does it each minute. */
    public void start(Scheduler scheduler, Executor workers) {
        scheduler.every(PERIOD, () -> workers.execute(this::once));
    }

    private void once() {
        try {
            write();
        } catch (TransshipException | JdbiException e) {
            LOG.debug("connections and mappings are not written: {}", e.getMessage());
        }
    }

    private void write() {
        Map<String, String> switches = new HashMap<>();
        config.switches().forEach((name, datapath) -> switches.put(datapath.toString(), name));
        Map<HostId, IpAddress> hosts =
                config.hosts().stream()
                        .collect(Collectors.toMap(HostConfig::name, HostConfig::address));
        names.replaceMappings(switches, hosts);
        names.replaceConnections(connections());
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
