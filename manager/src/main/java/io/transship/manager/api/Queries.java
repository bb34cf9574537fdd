package io.transship.manager.api;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/** Numbers in a query. */
final class Queries {

    private Queries() {}

    static long number(String key, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // Said below.
        }
        throw new TransshipException(
                FailureCode.USAGE, "'%s' is a number between %d and %d.".formatted(key, min, max));
    }
}
