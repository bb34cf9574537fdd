package io.transship.lab.bench.poll;

import java.util.List;

/**
 * How much heap the manager of a run gets. Up to the network of the bar it is the usual one, so
 * that the bar is of what everybody starts; a larger network gets what its ports need.
 *
 * @param mebibytes of heap; 0: as usual
 */
record PollHeap(int mebibytes) {

    private static final int USUALLY_PORTS = 24_000;
    private static final int BASE_MIB = 256;

    /** Of a port: its own state and probe, and its samples that wait for the store. */
    private static final int PORT_KIB = 8;

    static PollHeap of(PollNetwork network) {
        int all = network.switches() * network.ports();
        return new PollHeap(
                all <= USUALLY_PORTS ? 0 : BASE_MIB + (int) ((long) all * PORT_KIB / 1024));
    }

    /** Flags of the manager's JVM that win over the usual ones. */
    List<String> flags() {
        return mebibytes == 0 ? List.of() : List.of("-Xmx" + mebibytes + "m");
    }
}
