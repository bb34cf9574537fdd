package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Descriptor;
import io.transship.daemon.preflight.container.Mapping;
import io.transship.daemon.preflight.container.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Open or mapped devices, GPUs among them. */
final class DeviceJudge implements Judge {

    /** Memory devices (null, zero, full, random, urandom …). */
    private static final int MEMORY = 1;

    /** Terminals have a judge of their own: 4, 5, and Unix98's 136 to 143. */
    private static final Set<Integer> TERMINALS =
            Set.of(4, 5, 136, 137, 138, 139, 140, 141, 142, 143);

    private static final String TUN = "10:200";

    /** Shared memory and deleted shared anonymous memory lie there, too. */
    private static final Pattern MAPPED =
            Pattern.compile("/dev/(?!shm/|zero|mqueue/|hugepages/|null|ptmx|pts/).*");

    @Override
    public String subject() {
        return "devices";
    }

    @Override
    public String mend() {
        return "Run the container without the device; CRIU can't carry what a device driver holds.";
    }

    @Override
    public List<String> objections(Snapshot container) {
        List<String> objections = new ArrayList<>();
        for (String device : container.engine().devices()) {
            objections.add("the engine gave the container " + device + ".");
        }
        for (ContainerProcess process : container.processes()) {
            for (Descriptor each : process.descriptors()) {
                if (isForeign(each)) {
                    objections.add(
                            "%s, the device %s (%s)."
                                    .formatted(process.words(each), each.path(), each.device()));
                }
            }
            process.mappings().stream()
                    .map(Mapping::target)
                    .filter(each -> MAPPED.matcher(each).matches())
                    .distinct()
                    .forEach(each -> objections.add(process.words() + " has mapped " + each + "."));
        }
        return objections;
    }

    private static boolean isForeign(Descriptor descriptor) {
        if (descriptor.kind() == Descriptor.Kind.BLOCK_DEVICE) {
            return true;
        }
        if (descriptor.kind() != Descriptor.Kind.CHARACTER_DEVICE) {
            return false;
        }
        int major = Integer.parseInt(descriptor.device().split(":", 2)[0]);
        return major != MEMORY && !TERMINALS.contains(major) && !descriptor.device().equals(TUN);
    }
}
