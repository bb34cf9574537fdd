package io.transship.core.prediction;

import io.transship.core.model.BitRate;
import java.util.Optional;

/**
 * The most that one migration sends, so that the cure does not overload the path that asked for it.
 *
 * @param maxRate of one migration; zero: no such bound
 * @param maxShare of what the path has left
 */
public record SendingRate(BitRate maxRate, double maxShare) {

    /** Where nothing is left, a migration still takes this share of the narrowest link. */
    public static final double LEAST_SHARE = 0.1;

    /** Of each bit on the wire so much is payload: Ethernet, IP, TCP and TLS take the rest. */
    public static final double PAYLOAD = 0.94;

    /**
     * What a path has.
     *
     * @param left of its narrowest link, in the direction of travel
     * @param capacity of that link
     */
    public record Room(BitRate left, BitRate capacity) {}

    /** The bound in payload; zero if there is none. */
    public BitRate bound(Optional<Room> path) {
        BitRate byPath =
                path.map(
                                room ->
                                        new BitRate(
                                                Math.round(
                                                        Math.max(
                                                                room.left().bps() * maxShare,
                                                                room.capacity().bps()
                                                                        * LEAST_SHARE))))
                        .orElse(BitRate.ZERO);
        if (byPath.bps() == 0 || maxRate.bps() == 0) {
            return new BitRate(Math.max(byPath.bps(), maxRate.bps()));
        }
        return byPath.min(maxRate);
    }

    /**
     * The bound of a migration that is under way.
     *
     * @param before the bound until now; it stays where the path can't be judged any more
     */
    public BitRate bound(Optional<Room> path, BitRate before) {
        return path.isEmpty() && before.bps() > 0 ? before : bound(path);
    }

    /**
     * What a migration will send.
     *
     * @param path if it has been measured
     * @param before how fast the last transfer was, for a path that has not
     * @param most what the daemons can
     */
    public Optional<BitRate> expected(Optional<Room> path, Optional<BitRate> before, BitRate most) {
        BitRate bound = bound(path);
        Optional<BitRate> free =
                path.map(room -> new BitRate(Math.round(room.capacity().bps() * PAYLOAD)))
                        .or(() -> before);
        return free.map(rate -> rate.min(most))
                .map(rate -> bound.bps() == 0 ? rate : rate.min(bound));
    }
}
