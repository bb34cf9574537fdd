package io.transship.daemon.preflight.target;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.NetworkChoice;
import io.transship.core.model.ByteCount;
import io.transship.daemon.luggage.MountRoom;
import io.transship.daemon.network.AddressProbe;
import io.transship.daemon.network.ContainerAddress;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Checks;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Processor;
import io.transship.daemon.preflight.host.MemoryCheck;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.EngineNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a certain container fits on this host. Thread-safe. */
public final class TargetChecks {

    /**
     * What the host has.
     *
     * @param machine this machine
     * @param bridge joins containers to the data network
     * @param workDirectory the daemon's
     * @param inspection the engine, to look at
     * @param runtime its containers
     * @param images its images
     */
    public record Host(
            Machine machine,
            String bridge,
            Path workDirectory,
            EngineInspection inspection,
            ContainerRuntime runtime,
            ImageStore images) {}

    private final Host host;
    private final Processor processor;

    /** Of that host. */
    public TargetChecks(Host host, Processor processor) {
        this.host = host;
        this.processor = processor;
    }

    /** What stands in the container's way here. */
    public List<Finding> look(Wanted wanted) {
        boolean travels = host.images().find(wanted.imageId()).isEmpty();
        List<Check> checks = new ArrayList<>();
        checks.add(new SourceCheck(host, wanted.from()));
        checks.add(new ProcessorCheck(processor, wanted.from()));
        checks.add(new NameCheck(host, wanted.spec().name()));
        checks.add(new ImageCheck(wanted, travels));
        checks.add(
                new MemoryCheck(host.machine(), memory(wanted), "'" + wanted.spec().name() + "'"));
        checks.add(new RoomCheck(host, wanted, travels));
        if (!wanted.spec().options().network().equals(NetworkChoice.OWN)) {
            EngineNetworks networks = new EngineNetworks(host.inspection(), host.bridge());
            checks.add(new NetworkCheck(networks, wanted.spec()));
        }
        checks.addAll(addresses(wanted.spec().address()));
        ContainerOptions options = wanted.spec().options();
        checks.add(new MountCheck(new MountRoom(host.inspection()::volume), options.mounts()));
        checks.add(new PortCheck(host.machine(), options));
        return Checks.look(checks);
    }

    private List<Check> addresses(ContainerAddress address) {
        AddressProbe probe = new AddressProbe(host.bridge());
        List<Check> checks = new ArrayList<>();
        if (address.hasIpv4()) {
            checks.add(new AddressCheck(host.machine(), probe, address.ip(), address.mac()));
        }
        address.ipv6()
                .map(ipv6 -> new AddressCheck(host.machine(), probe, ipv6.address(), address.mac()))
                .ifPresent(checks::add);
        return checks;
    }

    /**
     * In most modes the memory is here twice for a moment: as files, and as what is restored; of a
     * pre-copy there are the files of all rounds.
     */
    private static ByteCount memory(Wanted wanted) {
        int times =
                switch (wanted.mode()) {
                    case PAGE_SERVER, POST_COPY -> 1;
                    case PRE_COPY -> 3;
                    case AUTO, COPY, LEAVE_RUNNING -> 2;
                };
        return new ByteCount(wanted.memory().bytes() * times);
    }
}
