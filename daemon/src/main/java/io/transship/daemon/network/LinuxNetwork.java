package io.transship.daemon.network;

import io.transship.core.container.Ipv6;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Namespaces, veth pairs and one bridge, by iproute2. Keeps no state of its own: what exists is
 * what the kernel shows. Thread-safe for different containers.
 */
public final class LinuxNetwork implements ContainerNetwork, NeighbourTable {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxNetwork.class);

    /** Where iproute2 keeps named namespaces. */
    public static final Path NAMESPACES = Path.of("/run/netns");

    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");

    /** States of a bridge's port. */
    private static final String DISABLED = "0";

    private static final String FORWARDING = "3";

    /**
     * Makes a namespace (the script's name) with a table of TCP connections of its own. CRIU has
     * the kernel walk that table twice while nobody serves, and the one that all share has a bucket
     * for each 100 KB of the machine's memory. What the kernel derives from a table's size is set
     * to what it is elsewhere. Runs in a namespace that nobody else is in: it passes the size on.
     */
    private static final String ROOM =
            """
            set -e
            cd /proc/sys/net/ipv4
            waiting=$(cat tcp_max_tw_buckets)
            backlog=$(cat tcp_max_syn_backlog)
            echo 8192 > tcp_child_ehash_entries
            ip netns add "$0"
            exec nsenter --net="/run/netns/$0" sh -ec '
                echo "$0" > /proc/sys/net/ipv4/tcp_max_tw_buckets
                echo "$1" > /proc/sys/net/ipv4/tcp_max_syn_backlog
            ' "$waiting" "$backlog"
            """;

    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.-]{1,15}");

    private static final Pattern NEIGHBOUR = Pattern.compile("^(\\S+) lladdr ([0-9a-f:]{17})\\b");

    private final CommandRunner commands;
    private final String bridge;

    /** Works on this bridge, which exists. */
    public LinuxNetwork(CommandRunner commands, String bridge) {
        if (!INTERFACE.matcher(bridge).matches()) {
            throw new IllegalArgumentException("'" + bridge + "' is not an interface");
        }
        this.commands = commands;
        this.bridge = bridge;
    }

    /** The path of a container's network namespace. */
    public static Path namespace(ContainerId container) {
        return NAMESPACES.resolve(NetworkNames.namespace(container));
    }

    @Override
    public synchronized void create(ContainerId container, ContainerAddress address) {
        remove(container);
        String namespace = NetworkNames.namespace(container);
        if (!commands.run(Command.of("unshare", "--net", "sh", "-c", ROOM, namespace))
                .succeeded()) {
            remove(container);
            demand(Command.of("ip", "netns", "add", namespace), "");
        }
        furnish(container, address);
    }

    /**
     * The same as {@link #create} in a namespace that there is already.
     *
     * @param process one that is in it
     */
    public synchronized void adopt(ContainerId container, ContainerAddress address, long process) {
        remove(container);
        String namespace = NetworkNames.namespace(container);
        demand(Command.of("ip", "netns", "attach", namespace, Long.toString(process)), "");
        furnish(container, address);
    }

    @Override
    public synchronized void share(ContainerId container) {
        remove(container);
        String own = Long.toString(ProcessHandle.current().pid());
        demand(Command.of("ip", "netns", "attach", NetworkNames.namespace(container), own), "");
    }

    /** Whether the container has the host's network. */
    private static boolean isShared(ContainerId container) {
        try {
            return Files.isSameFile(namespace(container), OWN_NAMESPACE);
        } catch (IOException e) {
            return false; // there is none of that name
        }
    }

    private void furnish(ContainerId container, ContainerAddress address) {
        String namespace = NetworkNames.namespace(container);
        String port = NetworkNames.port(container);
        demand(
                Command.of("ip", "-batch", "-"),
                String.join(
                        "\n",
                        "link add %s type veth peer name eth0 address %s netns %s"
                                .formatted(port, address.mac(), namespace),
                        "link set dev %s addrgenmode none".formatted(port),
                        "link set dev %s up\n".formatted(port)));
        demand(Command.of("ip", "-n", namespace, "-batch", "-"), inside(address));
    }

    /** No IPv6 address by itself: an unasked frame would show where the container is. */
    private static String inside(ContainerAddress address) {
        List<String> lines = new ArrayList<>();
        lines.add("link set dev lo up");
        lines.add("link set dev eth0 addrgenmode none");
        if (address.hasIpv4()) {
            lines.add("address add %s/%d dev eth0".formatted(address.ip(), address.prefixLength()));
        }
        lines.add("link set dev eth0 up");
        address.gateway()
                .filter(_ -> address.hasIpv4())
                .ifPresent(ip -> lines.add("route add default via " + ip));
        address.ipv6().ifPresent(ipv6 -> lines.addAll(inside(address, ipv6)));
        return String.join("\n", lines) + "\n";
    }

    /** Usable at once: whether somebody else has the address is asked before the move. */
    private static List<String> inside(ContainerAddress address, Ipv6 ipv6) {
        List<String> lines = new ArrayList<>();
        lines.add("address add %s/64 dev eth0 nodad".formatted(address.linkLocal()));
        lines.add(
                "address add %s/%d dev eth0 nodad".formatted(ipv6.address(), ipv6.prefixLength()));
        ipv6.gateway().ifPresent(ip -> lines.add("route add default via " + ip + " dev eth0"));
        return lines;
    }

    @Override
    public void attach(ContainerId container, ContainerAddress address) {
        if (isShared(container)) {
            return;
        }
        String port = NetworkNames.port(container);
        demand(Command.of("ip", "link", "set", "dev", port, "master", bridge), "");
        if (isClosed(port)) {
            demand(Command.of("bridge", "link", "set", "dev", port, "state", FORWARDING), "");
        }
        // The bridge may have learned the address on its uplink, and would drop what comes from
        // there.
        demand(
                Command.of(
                        "bridge",
                        "fdb",
                        "replace",
                        address.mac().toString(),
                        "dev",
                        port,
                        "master",
                        "static"),
                "");
    }

    /** {@link #attach}, with its programs started already. */
    public ReadyChange readyToAttach(ContainerId container, ContainerAddress address) {
        if (isShared(container)) {
            return new ReadyChange();
        }
        String port = NetworkNames.port(container);
        return new ReadyChange()
                .with(
                        commands,
                        Command.of("ip", "-batch", "-"),
                        "link set dev %s master %s\n".formatted(port, bridge))
                .with(
                        commands,
                        Command.of("bridge", "-batch", "-"),
                        "fdb replace %s dev %s master static\n".formatted(address.mac(), port));
    }

    /**
     * As little of {@link #detach} as stops every frame: the bridge's port is closed, which is done
     * when the kernel has taken the order; to leave the bridge the kernel waits for its other
     * processors. Fails where the bridge speaks STP. Its program is started already.
     */
    public ReadyChange readyToClose(ContainerId container) {
        if (isShared(container)) {
            return new ReadyChange();
        }
        String port = NetworkNames.port(container);
        return new ReadyChange()
                .with(
                        commands,
                        Command.of("bridge", "-batch", "-"),
                        "link set dev %s state %s\n".formatted(port, DISABLED),
                        () -> isClosed(port));
    }

    private static boolean isClosed(String port) {
        try {
            return Files.readString(Path.of("/sys/class/net", port, "brport/state"))
                    .strip()
                    .equals(DISABLED);
        } catch (IOException e) {
            return false; // it is in no bridge
        }
    }

    /** {@link #detach}, with its program started already. */
    public ReadyChange readyToDetach(ContainerId container) {
        if (isShared(container)) {
            return new ReadyChange();
        }
        return new ReadyChange()
                .with(
                        commands,
                        Command.of("ip", "-batch", "-"),
                        "link set dev %s nomaster\n".formatted(NetworkNames.port(container)));
    }

    @Override
    public void detach(ContainerId container) {
        String port = NetworkNames.port(container);
        if (exists(port)) {
            demand(Command.of("ip", "link", "set", "dev", port, "nomaster"), "");
        }
    }

    @Override
    public void announce(ContainerAddress address) {
        if (address.hasIpv4()) {
            GratuitousArp.send(bridge, address);
        }
        UnsolicitedAdvertisement.send(bridge, address);
    }

    @Override
    public synchronized void remove(ContainerId container) {
        String port = NetworkNames.port(container);
        if (exists(port)) {
            demand(Command.of("ip", "link", "delete", "dev", port), "");
        }
        if (Files.exists(namespace(container))) {
            demand(Command.of("ip", "netns", "delete", NetworkNames.namespace(container)), "");
        }
    }

    @Override
    public void removeStrays(Supplier<Set<ContainerId>> living) {
        Map<ContainerId, Object> present = namespaces();
        present.keySet().removeAll(living.get());
        present.forEach(this::removeIfStill);
    }

    /** What has been made under that name meanwhile is another one, and stays. */
    private synchronized void removeIfStill(ContainerId container, Object namespace) {
        if (namespace.equals(identity(namespace(container)).orElse(null))) {
            LOG.info("The network of {}, which is gone, is removed", container);
            remove(container);
        }
    }

    private static Map<ContainerId, Object> namespaces() {
        Map<ContainerId, Object> found = new HashMap<>();
        if (!Files.exists(NAMESPACES)) {
            return found;
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            for (Path each : all.toList()) {
                Optional<ContainerId> owner = NetworkNames.container(each.getFileName().toString());
                Optional<Object> identity = identity(each);
                if (owner.isPresent() && identity.isPresent()) {
                    found.put(owner.get(), identity.get());
                }
            }
            return found;
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED, NAMESPACES + " can't be read: " + e, e);
        }
    }

    /** Which namespace it is, whatever its name. */
    private static Optional<Object> identity(Path namespace) {
        try {
            return Optional.of(Files.getAttribute(namespace, "unix:ino"));
        } catch (IOException e) {
            return Optional.empty(); // it has just been removed
        }
    }

    @Override
    public List<Neighbour> read(ContainerId container) {
        if (isShared(container)) {
            return List.of();
        }
        CommandResult shown =
                demand(
                        Command.of(
                                "ip",
                                "-n",
                                NetworkNames.namespace(container),
                                "neighbour",
                                "show",
                                "dev",
                                "eth0"),
                        "");
        return shown.output().lines().flatMap(line -> neighbour(line).stream()).toList();
    }

    /** "10.0.0.1 lladdr 00:00:00:00:00:01 REACHABLE"; others have no MAC address. */
    private static List<Neighbour> neighbour(String line) {
        Matcher matcher = NEIGHBOUR.matcher(line);
        return matcher.find()
                ? List.of(
                        new Neighbour(
                                new IpAddress(matcher.group(1)),
                                MacAddress.parse(matcher.group(2))))
                : List.of();
    }

    @Override
    public void add(ContainerId container, List<Neighbour> neighbours) {
        if (neighbours.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Neighbour each : neighbours) {
            lines.append(
                    "neighbour replace %s lladdr %s dev eth0 nud stale\n"
                            .formatted(each.ip(), each.mac()));
        }
        demand(
                Command.of("ip", "-n", NetworkNames.namespace(container), "-batch", "-"),
                lines.toString());
    }

    private boolean exists(String port) {
        return commands.run(Command.of("ip", "link", "show", "dev", port)).succeeded();
    }

    private CommandResult demand(Command command, String input) {
        CommandResult result = commands.run(command, input);
        if (!result.succeeded()) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED,
                    "'" + command + "' failed: " + result.words(),
                    "Check the host's bridge and that the daemon runs as root.",
                    null);
        }
        return result;
    }
}
