package io.transship.manager.store;

import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Map;

/** Keeps which hosts are under maintenance. Thread-safe. */
public interface MaintenanceStore {

    /** The hosts under maintenance, and since when. */
    Map<HostId, Instant> all();

    /** Keeps one more, which is on the disk when this returns. */
    void begin(HostId host, Instant since);

    /** Forgets one. */
    void end(HostId host);
}
