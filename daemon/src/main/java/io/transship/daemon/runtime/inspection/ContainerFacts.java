package io.transship.daemon.runtime.inspection;

import java.util.List;

/**
 * A container as its engine shows it, beyond what a {@link
 * io.transship.daemon.runtime.ContainerSpec} has.
 *
 * @param engineId the engine's id
 * @param running whether it runs
 * @param terminal whether the engine gave it a terminal
 * @param devices devices of the host and requests for GPUs, as the engine names them
 * @param hostNamespaces kinds of namespaces that it shares with the host: "pid", "ipc"
 */
public record ContainerFacts(
        String engineId,
        boolean running,
        boolean terminal,
        List<String> devices,
        List<String> hostNamespaces) {

    /** Copies the lists. */
    public ContainerFacts {
        devices = List.copyOf(devices);
        hostNamespaces = List.copyOf(hostNamespaces);
    }
}
