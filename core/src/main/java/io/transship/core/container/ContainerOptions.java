package io.transship.core.container;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a container is made, beyond its name, image, command, environment, address, labels, memory
 * and restart policy. It is the same on every host that the container comes to. Everything in it
 * may come from outside, so every record checks itself: IllegalArgumentException.
 *
 * @param program what runs in it
 * @param isolation how far it is kept apart from the host
 * @param limits what it may take
 * @param mounts volumes, folders of the host, memory file systems
 * @param ports ports of the host that lead to it; those of its service address if it has the host's
 *     network
 * @param health how the engine looks after it
 * @param log what becomes of what it prints
 * @param network how it is on the network
 */
public record ContainerOptions(
        Program program,
        Isolation isolation,
        Limits limits,
        List<Mount> mounts,
        List<PortBinding> ports,
        Optional<HealthCheck> health,
        LogHandling log,
        NetworkChoice network) {

    /** Nothing but what image and engine say. */
    public static final ContainerOptions NONE =
            new ContainerOptions(
                    Program.OF_IMAGE,
                    Isolation.USUAL,
                    Limits.USUAL,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    LogHandling.USUAL);

    /** On the data network, with an address of its own. */
    public ContainerOptions(
            Program program,
            Isolation isolation,
            Limits limits,
            List<Mount> mounts,
            List<PortBinding> ports,
            Optional<HealthCheck> health,
            LogHandling log) {
        this(program, isolation, limits, mounts, ports, health, log, NetworkChoice.OWN);
    }

    /**
     * Checks that no two mounts have one place, and no two bindings one port of the host; and that
     * somebody can reach it if it has the host's network.
     */
    public ContainerOptions {
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
        if (mounts.size() > Texts.MOST || ports.size() > Texts.MOST) {
            throw new IllegalArgumentException("at most " + Texts.MOST + " mounts and ports");
        }
        Set<String> places = new HashSet<>();
        for (Mount each : mounts) {
            if (!places.add(each.path()) || (each.isVolume() && !places.add(each.source()))) {
                throw new IllegalArgumentException("two mounts meet in " + each);
            }
        }
        Set<String> taken = new HashSet<>();
        for (PortBinding each : ports) {
            if (!taken.add(each.hostPort() + "/" + each.protocol())) {
                throw new IllegalArgumentException("two bindings take the port of " + each);
            }
        }
        if (network.isHost()) {
            checkServicePorts(ports);
        }
    }

    private static void checkServicePorts(List<PortBinding> ports) {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException(
                    "the host's network needs the ports that the service address has, each as"
                            + " '7000:7000' or '53:53/udp'");
        }
        for (PortBinding each : ports) {
            if (each.hostPort() != each.containerPort()) {
                throw new IllegalArgumentException(
                        "with the host's network both ports of %s are the same".formatted(each));
            }
        }
    }
}
