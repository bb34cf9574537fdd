package io.transship.manager.api.report;

import org.jspecify.annotations.Nullable;

/**
 * A managed container.
 *
 * @param name its name
 * @param host where it runs
 * @param image of which it was made
 * @param ip its own address; absent: it has only the other one
 * @param ipv6 its own IPv6 address; absent: none
 * @param mac its own address
 * @param running whether it runs
 * @param state as the engine names it
 */
public record ContainerReport(
        String name,
        String host,
        String image,
        @Nullable String ip,
        @Nullable String ipv6,
        String mac,
        boolean running,
        String state) {}
