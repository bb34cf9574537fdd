package io.transship.manager.api;

import io.transship.core.model.HostId;
import io.transship.manager.api.report.DrainReport;

/** Hosts that are emptied for maintenance. Thread-safe. */
public interface Drains {

    /**
     * Puts a host under maintenance: it takes no container any more, and those that it has move
     * away one by one.
     *
     * @throws io.transship.core.failure.TransshipException HOST_UNKNOWN
     */
    DrainReport drain(HostId host);

    /** Ends the maintenance; what has moved away stays away. */
    DrainReport undrain(HostId host);

    /** How far it is. */
    DrainReport state(HostId host);
}
