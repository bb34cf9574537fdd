package io.transship.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class Durations {

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(us|ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads "250ms", "4s", "1.5 s", "1m", "2h" or "1d".
     *
     * @throws IllegalArgumentException if the unit is missing or unknown
     */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration such as 4s, 250ms or 1m");
        }
        long nanos =
                switch (matcher.group(2)) {
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 86_400_000_000_000L;
                };
        try {
            return Duration.ofNanos(
                    new BigDecimal(matcher.group(1))
                            .multiply(BigDecimal.valueOf(nanos))
                            .toBigInteger()
                            .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is longer than 292 years", e);
        }
    }
}
