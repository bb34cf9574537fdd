package io.transship.daemon.session;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long a step may take, and where sessions keep their files.
 *
 * @param workDirectory on a disk; journal, images and layers on their way
 * @param connect to reach the other daemon
 * @param ahead until image and layer are over and the copy waits
 * @param dump of the frozen container
 * @param transfer without any byte going on
 * @param restore at the target
 * @param maxLease the longest lease that a manager may ask for
 */
public record SessionSettings(
        Path workDirectory,
        Duration connect,
        Duration ahead,
        Duration dump,
        Duration transfer,
        Duration restore,
        Duration maxLease) {

    /** The usual deadlines. */
    public static SessionSettings in(Path workDirectory) {
        return new SessionSettings(
                workDirectory,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2));
    }
}
