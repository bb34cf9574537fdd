package io.transship.cli.screen;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal that answers are read on, if there is one. Thread-safe. */
public final class Terminal {

    /** The width of lines that no terminal shows. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int USUAL = 80;
    private static final int READABLE = 100;
    private static final int LEAST = 40;

    private Terminal() {}

    /** Whether somebody reads on a screen. */
    public static boolean isThere() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** How many characters a line has. */
    public static int columns() {
        return isThere() ? Asked.COLUMNS : UNBOUNDED;
    }

    /** The same for sentences, which are not read well in long lines. */
    public static int readable() {
        int columns = columns();
        return columns == UNBOUNDED ? UNBOUNDED : Math.min(columns, READABLE);
    }

    /** Asked once, by the first who wants to know. */
    private static final class Asked {

        static final int COLUMNS =
                Math.max(LEAST, number(System.getenv("COLUMNS")).or(Asked::stty).orElse(USUAL));

        private static Optional<Integer> stty() {
            try {
                Process process =
                        new ProcessBuilder("stty", "size")
                                .redirectInput(Redirect.INHERIT)
                                .redirectError(Redirect.DISCARD)
                                .start();
                byte[] answer = process.getInputStream().readAllBytes();
                String text = new String(answer, StandardCharsets.US_ASCII).strip();
                return number(text.substring(text.indexOf(' ') + 1));
            } catch (IOException e) {
                return Optional.empty(); // there is no such program
            }
        }

        private static Optional<Integer> number(@Nullable String text) {
            return Optional.ofNullable(text)
                    .filter(digits -> digits.matches("[1-9][0-9]{0,3}"))
                    .map(Integer::valueOf);
        }
    }
}
