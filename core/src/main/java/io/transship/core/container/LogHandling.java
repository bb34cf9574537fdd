package io.transship.core.container;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What becomes of what a container prints.
 *
 * @param driver the engine's log driver; empty: the host's usual one
 * @param options of the driver
 */
public record LogHandling(String driver, Map<String, String> options) {

    private static final Pattern DRIVER = Pattern.compile("([a-z][a-z0-9-]{0,31})?");

    /** As the engine has it. */
    public static final LogHandling USUAL = new LogHandling("", Map.of());

    /** Checks the texts. */
    public LogHandling {
        Texts.matching(driver, DRIVER, "a log driver");
        options = Texts.plain(options, "the list of log options");
    }
}
