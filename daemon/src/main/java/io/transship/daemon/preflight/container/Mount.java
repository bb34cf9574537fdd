package io.transship.daemon.preflight.container;

import java.util.Optional;

/**
 * A mount in a container.
 *
 * @param point where it is in the container
 * @param type of the file system, "overlay"
 */
public record Mount(String point, String type) {

    private static final int FIELDS = 7;

    /** Of a line of /proc/PID/mountinfo; empty if it is in another form. */
    public static Optional<Mount> parse(String line) {
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ", -1);
        if (halves.length < 2 || fields.length < FIELDS - 1) {
            return Optional.empty();
        }
        return Optional.of(new Mount(fields[4], halves[1].split(" ", 2)[0]));
    }
}
