package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container host.
 *
 * @param name its name
 * @param address on the data network
 * @param daemon control address
 * @param reserved whether no container is ever put there
 * @param maintenance whether it is emptied and takes none
 * @param reachable whether the daemon answers
 * @param problem why it does not, if it doesn't
 * @param at "datapath id/port" where it is attached, if the network has seen it
 * @param containers managed ones that run there
 * @param engine version of the container engine
 */
public record HostReport(
        String name,
        String address,
        String daemon,
        boolean reserved,
        boolean maintenance,
        boolean reachable,
        @Nullable String problem,
        @Nullable String at,
        List<String> containers,
        @Nullable String engine) {}
