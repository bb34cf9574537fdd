package io.transship.manager.config;

import io.transship.core.model.ByteCount;
import io.transship.core.model.IpAddress;
import io.transship.settings.Default;
import io.transship.settings.Within;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How managed containers are made.
 *
 * @param addresses from which each gets one of its own
 * @param prefixLength of the network they are in
 * @param gateway their default route, if they have one
 * @param ipv6 the network of their IPv6 addresses; absent: they have none
 * @param command instead of the image's own; empty: the image's
 * @param environment added to the image's own
 * @param memory their limit; absent: none
 * @param restartPolicy what the engine does when one ends
 */
public record ContainersConfig(
        @Default("10.0.0.100-10.0.0.199") AddressRange addresses,
        @Default("24") @Within(min = "1", max = "32") int prefixLength,
        @Nullable IpAddress gateway,
        @Nullable Ipv6Config ipv6,
        List<String> command,
        Map<String, String> environment,
        @Nullable ByteCount memory,
        @Default("unless-stopped") Restart restartPolicy) {

    /** What the engine does when a container ends. */
    public enum Restart {
        /** Nothing. */
        NO,
        /** Starts it again. */
        ALWAYS,
        /** Starts it again unless somebody stopped it. */
        UNLESS_STOPPED,
        /** Starts it again if it failed. */
        ON_FAILURE
    }
}
