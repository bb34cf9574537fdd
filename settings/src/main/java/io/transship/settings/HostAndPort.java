package io.transship.settings;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens.
 *
 * @param host an address or a name; an IPv6 address without brackets
 * @param port 0 to 65535; 0 only to listen on any free port
 */
public record HostAndPort(String host, int port) {

    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253})):(\\d{1,5})");

    /** Checks the port. */
    public HostAndPort {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /**
     * Reads "127.0.0.1:8080" or "[::1]:8080".
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static HostAndPort parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address with a port such as 127.0.0.1:8080");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new HostAndPort(host, Integer.parseInt(matcher.group(3)));
    }

    /** For sockets; a name is looked up here. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
