package io.transship.lab.bench.poll;

import java.util.ArrayList;
import java.util.List;

/**
 * The network that is simulated: a ring with chords, so that each switch has as many cables to
 * others.
 *
 * @param switches how many
 * @param ports of each
 * @param links of these ports, the first ones; even
 */
record PollNetwork(int switches, int ports, int links) {

    /**
     * A cable.
     *
     * @param from index of a switch
     * @param fromPort its port
     * @param to index of another
     * @param toPort its port
     */
    record Cable(int from, int fromPort, int to, int toPort) {}

    /** All cables. */
    List<Cable> cables() {
        List<Cable> cables = new ArrayList<>();
        for (int chord = 0; chord < links / 2 && switches > 1; chord++) {
            int step = 1 + chord * Math.max(1, 2 * switches / (links + 2)) % (switches - 1);
            for (int from = 0; from < switches; from++) {
                cables.add(new Cable(from, 2 * chord + 1, (from + step) % switches, 2 * chord + 2));
            }
        }
        return cables;
    }
}
