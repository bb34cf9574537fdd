package io.transship.manager.api.report;

/**
 * A policy that the configuration may name.
 *
 * @param name its name
 * @param inUse whether decisions are made by it now
 */
public record PolicyReport(String name, boolean inUse) {}
