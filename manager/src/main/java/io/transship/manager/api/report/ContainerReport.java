package io.transship.manager.api.report;

/**
 * A managed container.
 *
 * @param name its name
 * @param host where it runs
 * @param image of which it was made
 * @param ip its own address
 * @param mac its own address
 * @param running whether it runs
 * @param state as the engine names it
 */
public record ContainerReport(
        String name,
        String host,
        String image,
        String ip,
        String mac,
        boolean running,
        String state) {}
