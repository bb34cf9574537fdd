package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Values that stand above those of a file: the environment's, and above them the command line's.
 *
 * <p>{@code limits.coolDown} is {@code TRANSSHIP_LIMITS_COOLDOWN} in the environment and {@code
 * --set limits.coolDown=2m} on the command line. Lists and maps stay the file's. A variable that
 * means no key is a problem if it looks like one that was misspelt, else it is somebody else's.
 * Immutable.
 */
public final class Overrides {

    /** Nothing stands above the file. */
    public static final Overrides NONE = new Overrides(Map.of(), List.of());

    private static final String PREFIX = "TRANSSHIP_";

    /** Variables of the launcher and the command line, which are no keys of a file. */
    private static final Set<String> NO_KEYS =
            Set.of(
                    "TRANSSHIP_HOME",
                    "TRANSSHIP_MANAGER",
                    "TRANSSHIP_MANAGER_JVM",
                    "TRANSSHIP_DAEMON_JVM",
                    "TRANSSHIP_BARRIER",
                    "TRANSSHIP_NETWORK",
                    "TRANSSHIP_PAGES",
                    "TRANSSHIP_ROOTFS",
                    "TRANSSHIP_SERVES",
                    "TRANSSHIP_TEST_RUN",
                    "TRANSSHIP_TOKEN_FILE",
                    "TRANSSHIP_TRAIN");

    private final Map<String, String> environment;
    private final List<String> assignments;

    /**
     * One value.
     *
     * @param path the keys down to it
     * @param value as it would stand in the file
     * @param source where it comes from, for people
     */
    record Entry(List<String> path, String value, String source) {}

    private Overrides(Map<String, String> environment, List<String> assignments) {
        this.environment = Map.copyOf(environment);
        this.assignments = List.copyOf(assignments);
    }

    /**
     * Those of an environment and a command line.
     *
     * @param environment names and values; only names that begin with TRANSSHIP_ count
     * @param assignments "limits.coolDown=2m"
     */
    public static Overrides of(Map<String, String> environment, List<String> assignments) {
        return new Overrides(environment, assignments);
    }

    /** The variable of a key: "limits.coolDown" is TRANSSHIP_LIMITS_COOLDOWN. */
    public static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /**
     * Those that mean keys of a record, the strongest last.
     *
     * @throws TransshipException CONFIG_INVALID for a name that is no key
     */
    List<Entry> of(Class<?> type) {
        List<String> keys = Keys.of(type);
        List<Entry> found = new ArrayList<>(fromEnvironment(keys));
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String key = equals < 0 ? assignment : assignment.substring(0, equals).strip();
            if (equals < 0 || !keys.contains(key)) {
                throw problem(
                        "command line: --set "
                                + assignment
                                + (equals < 0
                                        ? " is not KEY=VALUE"
                                        : ": there is no key '" + key + "'")
                                + (equals < 0 ? "." : Suggestion.hint(key, keys)));
            }
            found.add(
                    new Entry(
                            List.of(key.split("\\.", -1)),
                            assignment.substring(equals + 1),
                            "command line"));
        }
        return found;
    }

    private List<Entry> fromEnvironment(List<String> keys) {
        Map<String, String> byVariable = new LinkedHashMap<>();
        keys.forEach(key -> byVariable.put(variable(key), key));
        List<Entry> found = new ArrayList<>();
        new TreeMap<>(environment)
                .forEach(
                        (name, value) -> {
                            String key = byVariable.get(name);
                            if (key != null) {
                                List<String> path = List.of(key.split("\\.", -1));
                                found.add(new Entry(path, value, "environment " + name));
                            } else if (name.startsWith(PREFIX) && !NO_KEYS.contains(name)) {
                                refuseMisspelt(name, byVariable.keySet());
                            }
                        });
        return found;
    }

    private static void refuseMisspelt(String name, Collection<String> known) {
        // Without what all have in common, else every one would be near every other.
        Optional<String> meant =
                Suggestion.nearest(
                                name.substring(PREFIX.length()),
                                known.stream()
                                        .map(each -> each.substring(PREFIX.length()))
                                        .toList())
                        .map(PREFIX::concat);
        if (meant.isPresent()) {
            throw problem(
                    "environment: "
                            + name
                            + " is the variable of no key; did you mean '"
                            + meant.get()
                            + "'?");
        }
    }

    private static TransshipException problem(String message) {
        return new TransshipException(
                FailureCode.CONFIG_INVALID,
                message,
                "Correct or unset it; docs/configuration.md tells the names.",
                null);
    }
}
