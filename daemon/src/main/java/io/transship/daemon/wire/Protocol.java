package io.transship.daemon.wire;

/** What this release speaks. */
public final class Protocol {

    /** The version of daemon.proto and of the data connection's frames. */
    public static final int VERSION = 1;

    private Protocol() {}
}
