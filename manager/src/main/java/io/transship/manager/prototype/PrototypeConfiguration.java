package io.transship.manager.prototype;

import io.transship.settings.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The prototype's file "configuration": {@code key=value}, several with commas between on a line;
 * lines that begin with # or ; are remarks. Periods are milliseconds there.
 *
 * @param values by the key of thesis Table 4.1, as our file has them
 * @param daemonPort on which the hosts' daemons listen, if the file says
 * @param notes what was changed, for people
 */
record PrototypeConfiguration(
        Map<String, String> values, Optional<Integer> daemonPort, List<String> notes) {

    private static final String NO_SECURITY = "none";

    private record Line(String file, int number) {}

    /** What has been read so far. */
    private static final class Draft {

        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, Integer> seen = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();
        private Optional<Integer> daemonPort = Optional.empty();
    }

    static PrototypeConfiguration read(String text, String file, Mistakes mistakes) {
        Draft draft = new Draft();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            for (String pair : line.split(",", -1)) {
                readPair(pair.strip(), new Line(file, i + 1), draft, mistakes);
            }
        }
        return new PrototypeConfiguration(draft.values, draft.daemonPort, draft.notes);
    }

    private static void readPair(String pair, Line at, Draft draft, Mistakes mistakes) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            mistakes.add(at.file(), at.number(), "'" + pair + "' is not KEY=VALUE");
            return;
        }
        String spelt = pair.substring(0, equals).strip();
        String value = pair.substring(equals + 1).strip();
        Optional<String> key = PrototypeKeys.meant(spelt);
        if (key.isEmpty()) {
            String hint = Suggestion.hint(spelt, PrototypeKeys.names()).replaceAll("\\?$", "");
            mistakes.add(at.file(), at.number(), "there is no key '" + spelt + "'" + hint);
            return;
        }
        Integer before = draft.seen.putIfAbsent(key.get(), at.number());
        if (before != null) {
            mistakes.add(
                    at.file(),
                    at.number(),
                    "'" + key.get() + "' is there already, in line " + before + "; leave one");
            return;
        }
        if (!spelt.equals(key.get())) {
            draft.notes.add("line " + at.number() + ": '" + spelt + "' was taken for " + key.get());
        }
        try {
            take(key.get(), value, draft);
        } catch (IllegalArgumentException e) {
            mistakes.add(at.file(), at.number(), key.get() + ": " + e.getMessage());
        }
    }

    private static void take(String key, String value, Draft draft) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a value is missing after '='");
        }
        switch (PrototypeKeys.kind(key)) {
            case TEXT -> draft.values.put(key, value);
            case NUMBER -> draft.values.put(key, number(value).toPlainString());
            case PERIOD -> draft.values.put(key, whole(value) + "ms");
            case POLICY -> draft.values.put(key, value.toLowerCase(Locale.ROOT).replace(' ', '-'));
            case SECURITY -> takeSecurity(value, draft);
            case DAEMON_PORT -> draft.daemonPort = Optional.of(port(value));
        }
    }

    private static void takeSecurity(String value, Draft draft) {
        String name =
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "no", "none" -> NO_SECURITY;
                    case "shamir" -> "shamir";
                    case "digital_fountain", "digital-fountain", "digital fountain" ->
                            "digital-fountain";
                    case "random" -> "random";
                    default ->
                            throw new IllegalArgumentException(
                                    "'"
                                            + value
                                            + "' is none of no, Shamir, Digital_Fountain, random");
                };
        draft.values.put("securityMode", NO_SECURITY);
        if (!name.equals(NO_SECURITY)) {
            draft.notes.add(
                    "securityMode "
                            + name
                            + " is not offered by this release; containers move without it");
        }
    }

    private static BigDecimal number(String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            if (number.signum() < 0) {
                throw new IllegalArgumentException("'" + value + "' is negative; give 0 or more");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is not a number", e);
        }
    }

    private static long whole(String value) {
        if (!value.matches("-?\\d{1,12}")) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a whole number of milliseconds, without a unit");
        }
        if (value.startsWith("-")) {
            throw new IllegalArgumentException("'" + value + "' is negative; give milliseconds");
        }
        return Long.parseLong(value);
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}")
                || Integer.parseInt(value) < 1
                || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("'" + value + "' is not a port, 1 to 65535");
        }
        return Integer.parseInt(value);
    }
}
