package io.transship.manager.sdn;

import io.transship.core.model.ConnectPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The counters of one port, cumulative since the port came up.
 *
 * @param port the port
 * @param at when the answer arrived
 * @param rxBytes bytes that entered the switch here
 * @param txBytes bytes that left the switch here
 * @param rxPackets packets, likewise
 * @param txPackets packets, likewise
 * @param alive how long the port has been there, and counted; empty if nobody says
 */
public record PortSample(
        ConnectPoint port,
        Instant at,
        long rxBytes,
        long txBytes,
        long rxPackets,
        long txPackets,
        Optional<Duration> alive) {

    /** Counters of a port that does not say since when. */
    public PortSample(
            ConnectPoint port,
            Instant at,
            long rxBytes,
            long txBytes,
            long rxPackets,
            long txPackets) {
        this(port, at, rxBytes, txBytes, rxPackets, txPackets, Optional.empty());
    }
}
