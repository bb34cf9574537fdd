package io.transship.manager.daemons;

import io.transship.core.model.HostId;
import io.transship.core.model.MacAddress;
import io.transship.core.view.HostLoad;
import java.util.List;
import java.util.Optional;

/**
 * A daemon as it answered last.
 *
 * @param host its host
 * @param reachable whether it answered the last time it was asked
 * @param abilities what it can do ("docker", "mode:copy"); empty if never reached
 * @param engine the engine's version; empty if never reached
 * @param mac the host's own address on the data network
 * @param problem why it is not reachable, one line
 * @param load how busy its host is; empty while it does not say
 */
public record DaemonStatus(
        HostId host,
        boolean reachable,
        List<String> abilities,
        String engine,
        Optional<MacAddress> mac,
        String problem,
        Optional<HostLoad> load) {

    /** A daemon that has not said how busy its host is. */
    public DaemonStatus(
            HostId host,
            boolean reachable,
            List<String> abilities,
            String engine,
            Optional<MacAddress> mac,
            String problem) {
        this(host, reachable, abilities, engine, mac, problem, Optional.empty());
    }
}
