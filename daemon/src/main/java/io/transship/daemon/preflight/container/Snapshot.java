package io.transship.daemon.preflight.container;

import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A container as it was at one moment: what the judges look at.
 *
 * @param engine what its engine shows
 * @param processes all processes in its control groups
 * @param mounts of its first process
 * @param unixSockets of its network namespace
 * @param hostSockets inode to path of the unix sockets of the host
 */
public record Snapshot(
        ContainerFacts engine,
        List<ContainerProcess> processes,
        List<Mount> mounts,
        List<UnixSocket> unixSockets,
        Map<Long, String> hostSockets) {

    /** Copies the collections. */
    public Snapshot {
        processes = List.copyOf(processes);
        mounts = List.copyOf(mounts);
        unixSockets = List.copyOf(unixSockets);
        hostSockets = Map.copyOf(hostSockets);
    }

    /** Inodes of all sockets that its processes hold. */
    public Set<Long> sockets() {
        return processes.stream()
                .flatMap(each -> each.descriptors().stream())
                .filter(each -> each.kind() == Descriptor.Kind.SOCKET)
                .map(Descriptor::inode)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a dump will have to write. */
    public ByteCount memory() {
        return new ByteCount(processes.stream().mapToLong(ContainerProcess::memory).sum());
    }
}
