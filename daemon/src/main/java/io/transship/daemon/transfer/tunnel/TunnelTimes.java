package io.transship.daemon.transfer.tunnel;

import java.time.Duration;

/**
 * How a tunnel finds out that its other end is gone.
 *
 * @param silence after so long without a frame from the peer its host is probed
 * @param probe how long the host may take to answer; then it is gone
 * @param patience with a host that answers while its daemon says nothing
 */
public record TunnelTimes(Duration silence, Duration probe, Duration patience) {

    /** While all can still go back: a slow network or a busy host is no reason to give up. */
    public static final TunnelTimes PATIENT =
            new TunnelTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** While a copy serves without its memory: a peer that is gone is found within two seconds. */
    public static final TunnelTimes STRICT =
            new TunnelTimes(
                    Duration.ofMillis(600), Duration.ofMillis(1300), Duration.ofSeconds(30));
}
