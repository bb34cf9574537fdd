package io.transship.core.model;

import java.net.InetAddress;

/**
 * An IPv4 or IPv6 address as a literal; no name is ever looked up.
 *
 * @param text the canonical form ("10.0.0.2")
 */
public record IpAddress(String text) {

    /** Checks the literal and brings it into canonical form. */
    public IpAddress {
        text = literal(text).getHostAddress();
    }

    /** The address as the JDK has it. */
    public InetAddress toInetAddress() {
        return literal(text);
    }

    /** Four or sixteen bytes, first on the wire first. */
    public byte[] bytes() {
        return literal(text).getAddress();
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
