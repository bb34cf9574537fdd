package io.transship.manager.sdn;

import io.transship.core.model.ConnectPoint;
import java.time.Instant;

/**
 * The counters of one port, cumulative since the port came up.
 *
 * @param port the port
 * @param at when the answer arrived
 * @param rxBytes bytes that entered the switch here
 * @param txBytes bytes that left the switch here
 * @param rxPackets packets, likewise
 * @param txPackets packets, likewise
 */
public record PortSample(
        ConnectPoint port,
        Instant at,
        long rxBytes,
        long txBytes,
        long rxPackets,
        long txPackets) {}
