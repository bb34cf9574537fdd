package io.transship.settings;

import java.util.List;

/**
 * Something wrong with a value, said by the record itself.
 *
 * @param path the keys from the record down to the value; places in a list as numbers from 0
 * @param message what is wrong, without a full stop
 */
public record Complaint(List<String> path, String message) {

    /** Keeps the path as it is now. */
    public Complaint {
        path = List.copyOf(path);
    }

    /** A complaint about the value under {@code path}. */
    public static Complaint about(String message, String... path) {
        return new Complaint(List.of(path), message);
    }
}
