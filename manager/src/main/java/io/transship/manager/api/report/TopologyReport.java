package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network as it is known now.
 *
 * @param switches connected ones
 * @param links each direction of a cable by itself
 * @param attached every address that has been seen at a port
 */
public record TopologyReport(
        List<SwitchReport> switches, List<LinkReport> links, List<AttachedReport> attached) {

    /**
     * A switch.
     *
     * @param datapath its datapath id
     * @param name from the configuration, if it has one
     */
    public record SwitchReport(String datapath, @Nullable String name) {}

    /**
     * One direction of a cable.
     *
     * @param from "datapath id/port"
     * @param to "datapath id/port"
     * @param capacityBps bit/s
     * @param latencyMs one-way, if measured
     * @param loadBps bit/s, if measured lately
     */
    public record LinkReport(
            String from,
            String to,
            long capacityBps,
            @Nullable Double latencyMs,
            @Nullable Long loadBps) {}

    /**
     * An address at a port.
     *
     * @param mac the address
     * @param ip the IP address, if seen
     * @param at "datapath id/port"
     * @param name of the host or container it belongs to, if known
     */
    public record AttachedReport(
            String mac, @Nullable String ip, String at, @Nullable String name) {}
}
