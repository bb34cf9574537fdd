package io.transship.core.view;

import io.transship.core.model.ByteCount;

/**
 * How busy a host is, as its daemon measured it.
 *
 * @param cores how many processors it has
 * @param cpuBusy share of all their time that was used lately, 0 to 1
 * @param memoryTotal all of its memory
 * @param memoryAvailable what programs can still get of it
 */
public record HostLoad(
        int cores, double cpuBusy, ByteCount memoryTotal, ByteCount memoryAvailable) {

    /** Checks the ranges. */
    public HostLoad {
        if (cores < 1) {
            throw new IllegalArgumentException("a host has a processor, not " + cores);
        }
        if (!(cpuBusy >= 0 && cpuBusy <= 1)) {
            throw new IllegalArgumentException("a busy share is from 0 to 1, not " + cpuBusy);
        }
        if (memoryTotal.bytes() < 1 || memoryAvailable.compareTo(memoryTotal) > 0) {
            throw new IllegalArgumentException(
                    memoryAvailable + " of " + memoryTotal + " memory can't be available");
        }
    }

    /** Share of the memory that is taken, 0 to 1. */
    public double memoryUsed() {
        return 1 - (double) memoryAvailable.bytes() / memoryTotal.bytes();
    }
}
