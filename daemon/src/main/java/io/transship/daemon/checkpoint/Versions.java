package io.transship.daemon.checkpoint;

/**
 * What runs on this host.
 *
 * @param engine the engine with its version ("docker 26.1.5")
 * @param criu CRIU's version ("4.2.1")
 */
public record Versions(String engine, String criu) {}
