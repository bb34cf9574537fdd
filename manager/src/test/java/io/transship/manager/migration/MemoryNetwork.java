package io.transship.manager.migration;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.redirect.TrafficRedirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One switch: host hN is at its port N. Remembers what was done to the container's frames. */
final class MemoryNetwork implements TrafficRedirect, HostLocator {

    private final List<String> log = new ArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private String routes = "h2";
    private boolean held;

    /** Runs {@code action} before each call of that name. */
    void before(String call, Runnable action) {
        before.put(call, action);
    }

    /** Lets each call of that name ("hold", "fence", "release") fail. */
    void failing(String call) {
        failing.add(call);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** The host that gets the container's frames; empty while they are held. */
    synchronized Optional<String> delivered() {
        return held ? Optional.empty() : Optional.of(routes);
    }

    @Override
    public Optional<ConnectPoint> locate(HostId host) {
        return host.name().matches("h[23]")
                ? Optional.of(
                        new ConnectPoint(
                                new DatapathId(1), Integer.parseInt(host.name().substring(1))))
                : Optional.empty();
    }

    @Override
    public synchronized HeldTraffic hold(MacAddress mac, List<IpAddress> ips, Duration lease) {
        call("hold");
        held = true;
        return new Held();
    }

    @Override
    public boolean keepsFrames() {
        return true;
    }

    private void call(String name) {
        before.getOrDefault(name, () -> {}).run();
        log.add(name);
        if (failing.contains(name)) {
            throw new TransshipException(
                    FailureCode.NETWORK_UNAVAILABLE, name + " fails in this network.");
        }
    }

    private final class Held implements HeldTraffic {

        @Override
        public void fence() {
            synchronized (MemoryNetwork.this) {
                call("fence");
            }
        }

        @Override
        public void prepareRoutes(ConnectPoint target) {
            synchronized (MemoryNetwork.this) {
                call("routes h" + target.port());
            }
        }

        @Override
        public HoldReport releaseTo(ConnectPoint target) {
            synchronized (MemoryNetwork.this) {
                call("release h" + target.port());
                routes = "h" + target.port();
                held = false;
                return new HoldReport(3, 3, 0, 0, Duration.ofMillis(1));
            }
        }
    }
}
