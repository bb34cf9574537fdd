package io.transship.daemon.runtime;

import java.util.Arrays;

/** When the engine restarts a container by itself. */
public enum RestartPolicy {
    /** Never. */
    NO("no"),
    /** Whenever it ends. */
    ALWAYS("always"),
    /** Whenever it ends, except after somebody stopped it. */
    UNLESS_STOPPED("unless-stopped"),
    /** When it ends with an error. */
    ON_FAILURE("on-failure");

    private final String word;

    RestartPolicy(String word) {
        this.word = word;
    }

    /** The engines' word for it. */
    public String word() {
        return word;
    }

    /** Whether a container runs again after a start of its host. */
    public boolean survivesReboot() {
        return this == ALWAYS || this == UNLESS_STOPPED;
    }

    /**
     * The policy of that word; the empty word is "no".
     *
     * @throws IllegalArgumentException if no policy has that word
     */
    public static RestartPolicy parse(String word) {
        if (word.isEmpty()) {
            return NO;
        }
        return Arrays.stream(values())
                .filter(policy -> policy.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no restart policy '" + word + "'"));
    }
}
