package io.transship.manager.migration;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container's frames during one migration. Not thread-safe. */
final class NetworkSide {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkSide.class);

    private final MigrationParts parts;
    private final MacAddress mac;
    private final List<IpAddress> ips;
    private @Nullable HeldTraffic held;

    /** Whether the network would not hold: then there should be nothing to let go. */
    private boolean refused;

    private Optional<HoldReport> report = Optional.empty();
    private long heldSince;
    private long servingSince;

    NetworkSide(MigrationParts parts, ContainerOrder container) {
        this.parts = parts;
        this.mac = container.mac();
        this.ips = container.addresses();
    }

    /** Where the host is attached; NETWORK_UNAVAILABLE if it was never seen. */
    ConnectPoint locate(HostId host) {
        return parts.locator()
                .locate(host)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.NETWORK_UNAVAILABLE,
                                        "no switch has seen the host " + host + " yet."));
    }

    void hold() {
        refused = true;
        held = takeHold();
        refused = false;
    }

    private HeldTraffic takeHold() {
        HeldTraffic traffic = parts.redirect().hold(mac, ips, parts.settings().holdLease());
        heldSince = System.nanoTime();
        return traffic;
    }

    void fence(HostId target) {
        HeldTraffic traffic = held;
        if (traffic == null) {
            throw new IllegalStateException("nothing is held");
        }
        traffic.fence();
        traffic.prepareRoutes(locate(target));
    }

    /** Lets everything go to that host; what was released before is held for a moment at first. */
    void release(HostId host) {
        servingSince = System.nanoTime();
        try {
            releaseHeld(host);
        } catch (TransshipException e) {
            if (!refused) {
                throw e;
            }
            LOG.warn("Nothing was held, and nothing can be released: {}", e.line());
        }
    }

    private void releaseHeld(HostId host) {
        ConnectPoint at = locate(host);
        HeldTraffic traffic = held;
        if (traffic == null) {
            traffic = takeHold();
        }
        held = null;
        long began = System.nanoTime();
        HoldReport released = traffic.releaseTo(at);
        long replayed = Math.max(began, heldSince + released.duration().toNanos());
        servingSince = Math.min(replayed, System.nanoTime());
        if (report.isEmpty()) {
            report = Optional.of(released);
        }
    }

    /**
     * When the last release's replay ended, on the monotonic clock: from then on the container
     * serves, though the hold's entries go only in the next pause of its traffic.
     */
    long servingSince() {
        return servingSince;
    }

    Optional<HoldReport> report() {
        return report;
    }
}
