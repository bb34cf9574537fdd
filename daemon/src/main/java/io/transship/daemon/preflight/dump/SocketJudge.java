package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Descriptor;
import io.transship.daemon.preflight.container.Snapshot;
import io.transship.daemon.preflight.container.UnixSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sockets of a kind that CRIU does not know, and unix sockets that lead out of the container. */
final class SocketJudge implements Judge {

    /** As the kernel names them; what CRIU dumps (its criu/sockets.c and sk-inet.c). */
    private static final Set<String> DUMPABLE =
            Set.of(
                    "TCP",
                    "TCPv6",
                    "UDP",
                    "UDPv6",
                    "UDP-Lite",
                    "UDPLITEv6",
                    "RAW",
                    "RAWv6",
                    "PING",
                    "PINGv6",
                    "UNIX",
                    "UNIX-STREAM",
                    "NETLINK",
                    "PACKET");

    @Override
    public String subject() {
        return "sockets";
    }

    @Override
    public String mend() {
        return "Have the program use TCP, UDP or unix sockets that stay inside the container.";
    }

    @Override
    public List<String> objections(Snapshot container) {
        Set<Long> inside = container.sockets();
        List<String> objections = new ArrayList<>();
        for (ContainerProcess process : container.processes()) {
            for (Descriptor each : process.descriptors()) {
                if (each.kind() != Descriptor.Kind.SOCKET) {
                    continue;
                }
                if (!each.protocol().isEmpty() && !DUMPABLE.contains(each.protocol())) {
                    objections.add(
                            "%s, a socket of kind %s."
                                    .formatted(process.words(each), each.protocol()));
                }
                outside(each, container, inside)
                        .forEach(
                                where ->
                                        objections.add(
                                                "%s, a unix socket connected to %s outside."
                                                        .formatted(process.words(each), where)));
            }
        }
        return objections;
    }

    /** Whom it is connected to, if that is outside. */
    private static List<String> outside(Descriptor socket, Snapshot container, Set<Long> inside) {
        return container.unixSockets().stream()
                .filter(each -> each.inode() == socket.inode() && each.peer() != 0)
                .map(UnixSocket::peer)
                .filter(peer -> !inside.contains(peer) && !isWaiting(peer, container, inside))
                .map(peer -> name(peer, container))
                .distinct()
                .toList();
    }

    /** A connection that nobody inside has accepted yet: it has its listener's name. */
    private static boolean isWaiting(long peer, Snapshot container, Set<Long> inside) {
        String name = name(peer, container);
        return container.unixSockets().stream()
                .filter(each -> each.listening() && inside.contains(each.inode()))
                .anyMatch(each -> each.name().equals(name));
    }

    private static String name(long inode, Snapshot container) {
        return container.unixSockets().stream()
                .filter(each -> each.inode() == inode)
                .map(UnixSocket::name)
                .filter(each -> !each.equals("*"))
                .findFirst()
                .or(() -> Optional.ofNullable(container.hostSockets().get(inode)))
                .orElse("socket " + inode);
    }
}
