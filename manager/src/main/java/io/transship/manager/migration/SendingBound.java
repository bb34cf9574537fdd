package io.transship.manager.migration;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;

/** The most that a migration may send, as the network stands now. Thread-safe. */
@FunctionalInterface
public interface SendingBound {

    /** There is none. */
    SendingBound NONE = (source, target, frozen) -> BitRate.ZERO;

    /**
     * The bound, in payload; zero if there is none.
     *
     * @param frozen whether the container itself sends nothing meanwhile
     */
    BitRate now(HostId source, HostId target, boolean frozen);
}
