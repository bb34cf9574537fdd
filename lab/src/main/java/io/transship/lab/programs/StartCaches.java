package io.transship.lab.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The JVM's ahead-of-time caches: classes loaded and linked once, in a training run, for all later
 * starts. They make a daemon's start half as expensive, which counts where five of them start on
 * two processors. A cache fits one JDK and one set of jars; where none fits, programs just start
 * slower.
 *
 * @param home the folder with the caches of this JDK and these jars
 * @param isTraining whether programs are to write caches instead of using them
 */
public record StartCaches(Path home, boolean isTraining) {

    /** The caches of every JDK and every set of jars. */
    public static final Path ALL = Path.of("/var/cache/transship/jvm");

    /** Where a program in training leaves its cache; for a daemon, the machine's own folder. */
    private static final String TRAINED =
            "/var/tmp/transship-" + ProcessHandle.current().pid() + "-";

    static StartCaches of(Path jdk, List<Path> classPath) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(Files.readAllBytes(jdk.resolve("release")));
            for (Path entry : classPath) {
                String line =
                        entry
                                + " "
                                + Files.size(entry)
                                + " "
                                + Files.getLastModifiedTime(entry)
                                + "\n";
                hash.update(line.getBytes(StandardCharsets.UTF_8));
            }
            // A JVM refuses a cache that was made with other flags.
            for (String program : List.of("daemon", "manager")) {
                String flags = String.join(" ", JvmFlags.of(program)) + "\n";
                hash.update(flags.getBytes(StandardCharsets.UTF_8));
            }
            String key = HexFormat.of().formatHex(hash.digest()).substring(0, 12);
            return new StartCaches(ALL.resolve(key), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    StartCaches training() {
        return new StartCaches(home, true);
    }

    /** Whether there is one for each program. */
    public boolean areThere() {
        return Files.exists(file("daemon")) && Files.exists(file("manager"));
    }

    /** The cache of "daemon" or "manager". */
    public Path file(String program) {
        return home.resolve(program + ".aot");
    }

    /** Where a program that this process trains writes its cache when it ends. */
    public static Path trained(String program) {
        return Path.of(TRAINED + program + ".aot");
    }

    Optional<Path> folder() {
        return isTraining || !Files.isDirectory(home) ? Optional.empty() : Optional.of(home);
    }

    List<String> flags(String program) {
        if (isTraining) {
            return List.of("-XX:AOTCacheOutput=" + trained(program), "-Xlog:aot=off,cds=off");
        }
        return Files.exists(file(program))
                ? List.of("-XX:AOTCache=" + file(program), "-Xlog:aot=off,cds=off")
                : List.of();
    }
}
