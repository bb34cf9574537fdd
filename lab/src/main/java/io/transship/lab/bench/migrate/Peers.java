package io.transship.lab.bench.migrate;

import java.util.List;

/** What else can move a container to another host with its connections. */
final class Peers {

    /** {@code podman container checkpoint --export}, copy, {@code restore --import}. */
    static final String PODMAN = "podman export";

    private static final List<String> ALL = List.of(PODMAN);

    private Peers() {}

    static boolean is(String how) {
        return ALL.contains(how);
    }
}
