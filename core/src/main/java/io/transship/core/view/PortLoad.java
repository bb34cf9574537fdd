package io.transship.core.view;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import java.time.Instant;

/**
 * What went through a port lately, as the switch counts it (thesis 4.3, StatisticsBandwidth).
 *
 * @param port the port
 * @param at end of the interval that was measured
 * @param rx rate of what entered the switch here
 * @param tx rate of what left the switch here
 */
public record PortLoad(ConnectPoint port, Instant at, BitRate rx, BitRate tx) {

    /** The load of the busier direction. */
    public BitRate busier() {
        return rx.compareTo(tx) >= 0 ? rx : tx;
    }
}
