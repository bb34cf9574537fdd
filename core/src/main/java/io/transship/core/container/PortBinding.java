package io.transship.core.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the host that leads to one of the container. Where the container owns an address of its
 * own this is information only: everybody reaches the container's port at that address. Where it
 * has the host's network it is a port of the service address.
 *
 * @param hostPort on the host
 * @param containerPort in the container
 * @param protocol "tcp" or "udp"
 */
public record PortBinding(int hostPort, int containerPort, String protocol) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5}):(\\d{1,5})(?:/(tcp|udp))?");

    /** Checks the ports. */
    public PortBinding {
        boolean known = protocol.equals("tcp") || protocol.equals("udp");
        if (!known || !isPort(hostPort) || !isPort(containerPort)) {
            throw new IllegalArgumentException(
                    "'%d:%d/%s' are no ports".formatted(hostPort, containerPort, protocol));
        }
    }

    private static boolean isPort(int number) {
        return number > 0 && number < 65536;
    }

    /** Reads "8080:80" or "5353:53/udp". */
    public static PortBinding parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a pair of ports such as 8080:80/tcp");
        }
        return new PortBinding(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? "tcp" : matcher.group(3));
    }

    /** The container's port as engines write it: "80/tcp". */
    public String exposed() {
        return containerPort + "/" + protocol;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return hostPort + ":" + exposed();
    }
}
