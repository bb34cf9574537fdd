package io.transship.lab.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The flags of our programs' JVMs: those of TRANSSHIP_DAEMON_JVM and TRANSSHIP_MANAGER_JVM in the
 * environment, else those of the file that the launcher reads, too.
 */
final class JvmFlags {

    private static final String FILE = "/programs/jvm-flags";
    private static final String COMMON = "common";

    private JvmFlags() {}

    static List<String> of(String program) {
        String given = System.getenv("TRANSSHIP_" + program.toUpperCase(Locale.ROOT) + "_JVM");
        return given != null
                ? words(given).toList()
                : Stream.concat(usual(program), usual(COMMON)).toList();
    }

    private static Stream<String> usual(String program) {
        try (InputStream in = JvmFlags.class.getResourceAsStream(FILE)) {
            String file =
                    new String(
                            Objects.requireNonNull(in, FILE).readAllBytes(),
                            StandardCharsets.UTF_8);
            return file
                    .lines()
                    .filter(line -> line.startsWith(program + " "))
                    .flatMap(line -> words(line).skip(1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> words(String line) {
        return Stream.of(line.strip().split("\\s+"));
    }
}
