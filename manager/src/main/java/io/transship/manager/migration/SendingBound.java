package io.transship.manager.migration;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.core.prediction.OwnTraffic;

/** The most that a migration may send, as the network stands now. Thread-safe. */
@FunctionalInterface
public interface SendingBound {

    /** There is none. */
    SendingBound NONE = sending -> BitRate.ZERO;

    /**
     * A migration that sends, or is about to.
     *
     * @param source from where
     * @param target where to
     * @param frozen whether the container itself sends nothing meanwhile
     * @param own what it has sent so far
     * @param before its bound until now; zero if there is none
     */
    record Sending(HostId source, HostId target, boolean frozen, OwnTraffic own, BitRate before) {}

    /** The bound, in payload; zero if there is none. */
    BitRate now(Sending sending);
}
