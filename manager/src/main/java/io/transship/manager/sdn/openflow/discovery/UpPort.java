package io.transship.manager.sdn.openflow.discovery;

import io.transship.core.model.ConnectPoint;
import io.transship.manager.sdn.openflow.wire.SlidingMinimum;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A port that is up, and what is known of it. Lives on the event loop. */
final class UpPort {

    /** Enough samples for a latency to be believed, and as many that are remembered. */
    private static final int ENOUGH = 60;

    private static final int TRAVELS = 120;

    /** In periods. */
    private static final int LONGEST_PAUSE = 32;

    private final ConnectPoint at;
    private List<UpPort> led = List.of();
    private PortRole role = PortRole.SETTLING;
    private @Nullable UpPort peer;
    private @Nullable SlidingMinimum travels;
    private boolean ledToASwitch;
    private long lastArrival;
    private long silentSince;
    private long probedAt = Long.MIN_VALUE;
    private long pauseNanos;

    UpPort(ConnectPoint at) {
        this.at = at;
    }

    ConnectPoint at() {
        return at;
    }

    PortRole role() {
        return role;
    }

    /** Where its probes arrive. */
    Optional<UpPort> peer() {
        return Optional.ofNullable(peer);
    }

    /** Ports whose probes arrive here. */
    List<UpPort> led() {
        return led;
    }

    /** Nobody has answered: a host's, as far as we know. */
    void becomeEdge() {
        role = PortRole.EDGE;
    }

    /** A probe has come or gone; whether that is new. */
    boolean becomeLink() {
        boolean isNew = role != PortRole.LINK;
        role = PortRole.LINK;
        ledToASwitch = true;
        silentSince = 0;
        return isNew;
    }

    /** Its probe has arrived somewhere; whether that is a new place. */
    boolean arrived(UpPort there, long travelNanos, long now) {
        boolean isNew = peer != there;
        if (isNew) {
            forgetPeer(now);
            peer = there;
            there.led = Stream.concat(there.led.stream(), Stream.of(this)).toList();
            travels = new SlidingMinimum(TRAVELS);
            silentSince = 0;
        }
        lastArrival = now;
        if (travels != null) {
            travels.add(travelNanos);
        }
        return isNew;
    }

    /** Its probes arrive nowhere any more. */
    void forgetPeer(long now) {
        if (peer != null) {
            peer.led = peer.led.stream().filter(each -> each != this).toList();
            peer = null;
            silentSince = Math.max(1, now);
        }
    }

    /** Since its probe arrived last; only with a peer. */
    long silence(long now) {
        return now - lastArrival;
    }

    /** For how long it has been a link's port whose cable is silent; 0 if it is none. */
    long silentFor(long now) {
        return role == PortRole.LINK && silentSince != 0 ? now - silentSince : 0;
    }

    /** The least travel of late. */
    OptionalLong travelNanos() {
        return travels == null ? OptionalLong.empty() : travels.least();
    }

    /** A link whose latency is hardly known. */
    boolean isHardlySampled() {
        return role == PortRole.LINK && (travels == null || travels.count() < ENOUGH);
    }

    /** Whether it was not probed for its pause. */
    boolean isDue(long now) {
        return probedAt == Long.MIN_VALUE || now - probedAt >= pauseNanos;
    }

    /**
     * It is probed now. When it is due again: if it has ever led to a switch, in the next round,
     * the gaps between which are at least half a period; else less and less often.
     */
    void probed(long now, long periodNanos) {
        probedAt = now;
        pauseNanos =
                role == PortRole.EDGE && !ledToASwitch
                        ? Math.clamp(2 * pauseNanos, periodNanos, LONGEST_PAUSE * periodNanos)
                        : periodNanos * 3 / 8;
    }
}
