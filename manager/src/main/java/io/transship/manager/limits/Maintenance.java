package io.transship.manager.limits;

import io.transship.core.model.HostId;
import io.transship.manager.store.MaintenanceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hosts under maintenance; kept over a restart. Thread-safe. */
public final class Maintenance {

    private final MaintenanceStore store;
    private final Clock clock;
    private final Map<HostId, Instant> since;

    /** The maintenance that the store knows of. */
    public Maintenance(MaintenanceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.since = new TreeMap<>(store.all());
    }

    /** Puts a host under maintenance: at once, and over a restart. */
    public synchronized void begin(HostId host) {
        if (!since.containsKey(host)) {
            Instant now = clock.instant();
            store.begin(host, now);
            since.put(host, now);
        }
    }

    /** Ends it; does nothing to a host that is not under maintenance. */
    public synchronized void end(HostId host) {
        if (since.containsKey(host)) {
            store.end(host);
            since.remove(host);
        }
    }

    /** The hosts under maintenance. */
    public synchronized Set<HostId> hosts() {
        return Set.copyOf(since.keySet());
    }

    /** Whether that host is under maintenance. */
    public synchronized boolean includes(HostId host) {
        return since.containsKey(host);
    }
}
