package io.transship.core.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit of each process in a container (setrlimit(2)).
 *
 * @param name "nofile", "nproc" …
 * @param soft what is in force; -1: unlimited
 * @param hard how far the process itself may raise it; -1: unlimited
 */
public record Ulimit(String name, long soft, long hard) {

    private static final Pattern FORM =
            Pattern.compile("([a-z]{2,16})=(-1|\\d{1,18})(?::(-1|\\d{1,18}))?");
    private static final Pattern NAME = Pattern.compile("[a-z]{2,16}");

    /** Checks the numbers. */
    public Ulimit {
        Texts.matching(name, NAME, "a limit of processes");
        boolean over = hard >= 0 && (soft < 0 || soft > hard);
        if (soft < -1 || hard < -1 || over) {
            throw new IllegalArgumentException(name + ": the soft limit is above the hard one");
        }
    }

    /** Reads "nofile=1024:2048" or "nofile=1024". */
    public static Ulimit parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a limit such as nofile=1024:2048");
        }
        long soft = Long.parseLong(matcher.group(2));
        long hard = matcher.group(3) == null ? soft : Long.parseLong(matcher.group(3));
        return new Ulimit(matcher.group(1), soft, hard);
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return name + "=" + soft + ":" + hard;
    }
}
