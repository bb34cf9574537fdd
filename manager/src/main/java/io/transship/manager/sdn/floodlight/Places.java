package io.transship.manager.sdn.floodlight;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.floodlight.FloodlightApi.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** Where everybody is: what was announced holds against what Floodlight has seen. Thread-safe. */
final class Places {

    private final Map<MacAddress, AttachedHost> announced = new ConcurrentSkipListMap<>();
    private volatile Predicate<MacAddress> onlyAnnounced = _ -> false;

    /** What Floodlight has seen of these is not believed. */
    void believeOnlyAnnouncementsOf(Predicate<MacAddress> these) {
        onlyAnnounced = these;
    }

    /** Whether nobody has decided yet where it is to be. */
    boolean isUndecided(MacAddress mac) {
        return onlyAnnounced.test(mac);
    }

    void announce(MacAddress mac, IpAddress ip, ConnectPoint at) {
        announced.values().removeIf(other -> other.ip().filter(ip::equals).isPresent());
        announced.put(mac, new AttachedHost(mac, Optional.of(ip), at));
    }

    void withdraw(MacAddress mac) {
        announced.remove(mac);
    }

    /** Where a container was announced to be. */
    Optional<ConnectPoint> announced(MacAddress mac) {
        return Optional.ofNullable(announced.get(mac)).map(AttachedHost::at);
    }

    /** Everybody with a place at a switch that is connected; once for each address. */
    List<AttachedHost> all(NetworkImage image) {
        List<AttachedHost> all = new ArrayList<>();
        announced.values().stream()
                .filter(host -> image.topology().switches().contains(host.at().datapath()))
                .forEach(all::add);
        image.devices().stream().filter(this::isBelieved).forEach(device -> add(device, all));
        return all;
    }

    private boolean isBelieved(Device device) {
        return !announced.containsKey(device.mac()) && !onlyAnnounced.test(device.mac());
    }

    private static void add(Device device, List<AttachedHost> all) {
        device.at()
                .ifPresent(
                        at -> {
                            if (device.ips().isEmpty()) {
                                all.add(new AttachedHost(device.mac(), Optional.empty(), at));
                            }
                            device.ips()
                                    .forEach(
                                            ip ->
                                                    all.add(
                                                            new AttachedHost(
                                                                    device.mac(),
                                                                    Optional.of(ip),
                                                                    at)));
                        });
    }
}
