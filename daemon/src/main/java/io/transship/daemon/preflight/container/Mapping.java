package io.transship.daemon.preflight.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a process has mapped.
 *
 * @param target path, "anon_inode:[io_uring]" or the like
 */
public record Mapping(String target) {

    private static final Pattern LINE = Pattern.compile("\\S+ \\S+ \\S+ \\S+ \\d+\\s+(\\S.*)");

    /** Of a line of /proc/PID/maps; empty for anonymous memory and the kernel's own. */
    public static Optional<Mapping> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || matcher.group(1).startsWith("[")) {
            return Optional.empty();
        }
        return Optional.of(new Mapping(matcher.group(1)));
    }
}
