package io.transship.daemon.preflight.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unix socket of a container's network namespace. Also those are listed that a server outside
 * accepted from the container: they belong to the caller's namespace.
 *
 * @param listening whether it waits for connections
 * @param name its path; "*" if it has none
 * @param inode of this side
 * @param peer inode of the other side; 0: not connected
 */
public record UnixSocket(boolean listening, String name, long inode, long peer) {

    /** "u_str ESTAB 0 0 /run/x.sock 12345 * 12346"; a path may have blanks. */
    private static final Pattern LINE =
            Pattern.compile(
                    "u_\\S+\\s+(\\S+)\\s+\\d+\\s+\\d+\\s+(\\S.*?)\\s+(\\d+)\\s+\\S.*?\\s+(\\d+)\\s*");

    /** Of a line of {@code ss -xaH}; empty if it is in another form. */
    public static Optional<UnixSocket> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        new UnixSocket(
                                matcher.group(1).equals("LISTEN"),
                                matcher.group(2),
                                Long.parseLong(matcher.group(3)),
                                Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }
}
