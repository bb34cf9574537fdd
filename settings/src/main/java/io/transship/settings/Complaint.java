package io.transship.settings;

import java.util.List;
import java.util.Optional;

/**
 * Something wrong with a value, said by the record itself.
 *
 * @param path the keys from the record down to the value; places in a list as numbers from 0
 * @param message what is wrong, without a full stop
 * @param spot where in the value's text, if that is known
 */
public record Complaint(List<String> path, String message, Optional<Spot> spot) {

    /**
     * A place in a text.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Spot(int line, int column) {}

    /** Keeps the path as it is now. */
    public Complaint {
        path = List.copyOf(path);
    }

    /** A complaint about the value under {@code path}. */
    public static Complaint about(String message, String... path) {
        return new Complaint(List.of(path), message, Optional.empty());
    }

    /** A complaint about a place in the text under {@code path}. */
    public static Complaint within(Spot spot, String message, String... path) {
        return new Complaint(List.of(path), message, Optional.of(spot));
    }
}
