package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.config.AddressRange;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Predicate;

/** The addresses that containers get. */
public final class AddressPool {

    /** A locally administered MAC address; the four bytes of the IP address follow. */
    private static final long MAC_PREFIX = 0x0200L << 32;

    private final AddressRange range;

    AddressPool(AddressRange range) {
        this.range = range;
    }

    /**
     * The first address that nobody has.
     *
     * @throws TransshipException CONTAINER_CONFLICT if all are taken
     */
    IpAddress free(Collection<IpAddress> taken) {
        for (long i = 0; i < range.size(); i++) {
            IpAddress address = range.at(i);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw new TransshipException(
                FailureCode.CONTAINER_CONFLICT,
                "all " + range.size() + " addresses " + range + " are taken.",
                "Remove a container, or widen containers.addresses in the configuration.",
                null);
    }

    /** Tells whether an address is that of a container with one of these IPv4 addresses. */
    public static Predicate<MacAddress> ownersOf(AddressRange range) {
        return mac ->
                mac.value() >>> 32 == MAC_PREFIX >>> 32
                        && range.contains(AddressRange.address(mac.value()));
    }

    /** The MAC address that goes with an IPv4 address: 10.0.0.100 has 02:00:0a:00:00:64. */
    static MacAddress macOf(IpAddress address) {
        byte[] bytes = address.bytes();
        if (bytes.length != 4) {
            throw new TransshipException(
                    FailureCode.USAGE, "a container's address is IPv4, not " + address + ".");
        }
        return new MacAddress(MAC_PREFIX | Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()));
    }
}
