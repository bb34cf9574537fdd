package io.transship.manager.prototype;

import io.transship.core.model.BitRate;
import io.transship.core.model.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The prototype's file "hostsInfo": hosts, switches and what their links carry.
 *
 * @param hosts address of each host
 * @param switches by name
 * @param links capacity of each link, by its two ends, in the order of the file
 */
record HostsInfo(Map<String, IpAddress> hosts, Set<String> switches, Map<Ends, BitRate> links) {

    /** The two ends of a link; the order does not matter for two to be the same. */
    record Ends(String first, String second) {

        Ends reversed() {
            return new Ends(second, first);
        }

        @Override
        public String toString() {
            return first + "<->" + second;
        }
    }

    /** Keeps the order of the file. */
    HostsInfo {
        hosts = new LinkedHashMap<>(hosts);
        links = new LinkedHashMap<>(links);
    }
}
