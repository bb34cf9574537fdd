package io.transship.daemon.runtime.inspection;

import io.transship.core.model.IpAddress;
import java.util.List;

/**
 * A network of the engine.
 *
 * @param driver "bridge" and others
 * @param bridge the interface of the host that it is; empty if it is none
 * @param subnets of its addresses, "10.0.0.0/24"
 */
public record NetworkFacts(String driver, String bridge, List<String> subnets) {

    /** Copies the list. */
    public NetworkFacts {
        subnets = List.copyOf(subnets);
    }

    /** Whether an address is in one of its subnets. */
    public boolean contains(IpAddress address) {
        return subnets.stream().anyMatch(subnet -> contains(subnet, address.bytes()));
    }

    private static boolean contains(String subnet, byte[] address) {
        String[] parts = subnet.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("\\d{1,3}")) {
            return false;
        }
        byte[] network = new IpAddress(parts[0]).bytes();
        int bits = Integer.parseInt(parts[1]);
        if (network.length != address.length || bits > network.length * 8) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((network[bit / 8] ^ address[bit / 8]) & (0x80 >> bit % 8)) != 0) {
                return false;
            }
        }
        return true;
    }
}
