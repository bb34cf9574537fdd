package io.transship.manager.prototype;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.ArrayList;
import java.util.List;

/** All that is wrong with the two files, in the order it was found. Not thread-safe. */
final class Mistakes {

    private final List<String> found = new ArrayList<>();

    /** Notes one; {@code message} ends without a full stop and says how to mend it. */
    void add(String file, int line, String message) {
        found.add(file + ":" + line + ": " + message + ".");
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    found.size() == 1
                            ? found.getFirst()
                            : found.size() + " problems:\n  " + String.join("\n  ", found),
                    "Correct the named line; nothing was written.",
                    null);
        }
    }
}
