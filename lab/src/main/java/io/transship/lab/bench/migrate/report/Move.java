package io.transship.lab.bench.migrate.report;

import java.util.Map;

/**
 * One move that was counted.
 *
 * @param gapMs the client's longest silence around it
 * @param totalMs from the order to its end
 * @param bytes sent from host to host
 * @param times parts of it by name, ms; empty for a peer
 */
public record Move(double gapMs, double totalMs, long bytes, Map<String, Double> times) {}
