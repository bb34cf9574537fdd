package io.transship.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a test stop a daemon or a manager exactly at a step of a migration, to do something to it
 * there. Without the system property {@code transship.breakpoints}, which only the lab's tests set,
 * it does nothing.
 *
 * <p>The property names a folder. A file in it that has the name of a step ("source.dumped") stops
 * the process there: the file gets the suffix ".reached", and the process goes on when somebody
 * deletes it, or after a minute. Thread-safe.
 */
public final class Breakpoint {

    /** The suffix of a step's file while a process stands there. */
    public static final String REACHED = ".reached";

    /** The system property that names the folder. */
    public static final String PROPERTY = "transship.breakpoints";

    private static final @Nullable String FOLDER = System.getProperty(PROPERTY);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private Breakpoint() {}

    /** The step is reached: what it is named after is about to be done, or has just been done. */
    public static void reached(String process, String step) {
        if (FOLDER != null) {
            stop(
                    Path.of(FOLDER),
                    (process + "." + step).toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    static void stop(Path folder, String step) {
        Path order = folder.resolve(step);
        if (!Files.exists(order)) {
            return;
        }
        Path stopped = folder.resolve(step + REACHED);
        try {
            Files.move(order, stopped, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            return; // another thread stands there
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        while (Files.exists(stopped) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
