package io.transship.lab.bench.migrate.report;

import java.util.List;

/** What else can move a container to another host with its connections. */
public final class Peers {

    /** {@code podman container checkpoint --export}, copy, {@code restore --import}. */
    public static final String PODMAN = "podman export";

    /** {@code docker checkpoint create}, copy, {@code docker start --checkpoint}. */
    public static final String DOCKER = "docker checkpoint";

    private static final List<String> ALL = List.of(PODMAN, DOCKER);

    private Peers() {}

    /** Whether that is a peer, and no mode of ours. */
    public static boolean is(String how) {
        return ALL.contains(how);
    }

    /** Those that can run on machines with that engine: Podman needs no service. */
    public static List<String> on(String engine) {
        return engine.equals("docker") ? ALL : List.of(PODMAN);
    }

    /** The engine that a peer is part of. */
    public static String engine(String peer) {
        return peer.equals(DOCKER) ? "docker" : "podman";
    }
}
