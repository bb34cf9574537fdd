package io.transship.core.container;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What of a container can't go to another host, and why. */
public final class Obstacles {

    /** Drivers whose files lie in the container's own folder and are carried with it. */
    private static final Set<String> CARRIED_LOGS = Set.of("", "json-file", "local", "none");

    private Obstacles() {}

    /** The reasons why the container can't move; empty if it can. */
    public static List<TransshipException> of(ContainerOptions options) {
        return options.mounts().stream()
                .filter(each -> each.kind() == Mount.Kind.BIND && !each.movable())
                .map(
                        each ->
                                new TransshipException(
                                        FailureCode.MOUNT_NOT_MOVABLE,
                                        "the folder %s of the host is mounted at %s and not declared movable"
                                                .formatted(each.source(), each.path())))
                .toList();
    }

    /** Why the container can't move in this mode; empty if it can. */
    public static Optional<TransshipException> to(MigrationMode mode, ContainerOptions options) {
        if (mode != MigrationMode.LEAVE_RUNNING || !options.network().isHost()) {
            return Optional.empty();
        }
        return Optional.of(
                new TransshipException(
                        FailureCode.UNSUPPORTED,
                        "in mode leave-running both copies would be on the network for a while: one"
                                + " with the host's network can't be unplugged",
                        "Choose copy, page-server or post-copy, or leave the network out.",
                        null));
    }

    /** What breaks though the container can move: a sentence each. */
    public static List<String> broken(ContainerOptions options) {
        return options.network().isHost()
                ? List.of(
                        "established connections break, as it has the host's network: clients"
                                + " connect to its service address anew")
                : List.of();
    }

    /** What stays behind though the container can move: a sentence each. */
    public static List<String> leftBehind(ContainerOptions options) {
        Stream<String> log =
                CARRIED_LOGS.contains(options.log().driver())
                        ? Stream.empty()
                        : Stream.of(
                                "what it printed so far stays where the log driver '%s' put it"
                                        .formatted(options.log().driver()));
        Stream<String> folders =
                options.mounts().stream()
                        .filter(each -> each.kind() == Mount.Kind.BIND && each.movable())
                        .map(each -> "the source keeps its folder " + each.source());
        return Stream.concat(log, folders).toList();
    }
}
