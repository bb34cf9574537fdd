package io.transship.daemon.preflight.target;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.AddressProbe;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether anybody but the container answers for its address. Only the host's own data network is
 * asked.
 */
final class AddressCheck implements Check {

    private final Machine machine;
    private final String bridge;
    private final AddressProbe probe;
    private final IpAddress ip;
    private final MacAddress owner;

    AddressCheck(Machine machine, AddressProbe probe, IpAddress ip, MacAddress owner) {
        this.machine = machine;
        this.bridge = probe.bridge();
        this.probe = probe;
        this.ip = ip;
        this.owner = owner;
    }

    @Override
    public String subject() {
        return "address " + ip;
    }

    @Override
    public List<Finding> look() {
        try {
            if (NetworkInterface.getByInetAddress(ip.toInetAddress()) != null) {
                return List.of(conflict("this host itself has it"));
            }
            NetworkInterface own = NetworkInterface.getByName(bridge);
            if (own == null || !reaches(own.getInterfaceAddresses(), ip)) {
                return List.of(
                        Finding.ok(subject(), "not in a network of " + bridge + ": nobody asked"));
            }
            return List.of(judge(probe.holders(ip, mac())));
        } catch (SocketException e) {
            throw new IllegalStateException("this machine's interfaces can't be listed", e);
        }
    }

    private Finding judge(Set<MacAddress> holders) {
        Set<MacAddress> others = new TreeSet<>(holders);
        others.remove(owner);
        return others.isEmpty()
                ? Finding.ok(
                        subject(),
                        holders.isEmpty() ? "nobody answers" : "only the container answers")
                : conflict(others + " answers for it, the container's own is " + owner);
    }

    private Finding conflict(String who) {
        return Finding.failure(
                subject(),
                FailureCode.ADDRESS_CONFLICT,
                who + ".",
                FailureCode.ADDRESS_CONFLICT.mend());
    }

    private MacAddress mac() {
        return MacAddress.parse(
                machine.text("sys/class/net/" + bridge + "/address").orElse("").strip());
    }

    private static boolean reaches(Collection<InterfaceAddress> own, IpAddress ip) {
        byte[] asked = ip.bytes();
        return own.stream()
                .anyMatch(
                        each ->
                                equalBits(
                                        each.getAddress().getAddress(),
                                        asked,
                                        each.getNetworkPrefixLength()));
    }

    static boolean equalBits(byte[] one, byte[] other, int bits) {
        if (one.length != other.length) {
            return false;
        }
        int whole = bits / 8;
        int mask = 0xff00 >> bits % 8 & 0xff;
        return Arrays.equals(one, 0, whole, other, 0, whole)
                && (mask == 0 || ((one[whole] ^ other[whole]) & mask) == 0);
    }
}
