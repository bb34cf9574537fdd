package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import java.util.List;

/** Whether the bridge that joins containers to the data network is there and up. */
final class BridgeCheck implements Check {

    private static final int UP = 1;

    private final Machine machine;
    private final String bridge;

    BridgeCheck(Machine machine, String bridge) {
        this.machine = machine;
        this.bridge = bridge;
    }

    @Override
    public String subject() {
        return "bridge " + bridge;
    }

    @Override
    public List<Finding> look() {
        String folder = "sys/class/net/" + bridge;
        if (!machine.has(folder + "/bridge")) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.MACHINE_INCOMPLETE,
                            "there is no bridge '" + bridge + "' on this host.",
                            ("Run 'ip link add %s type bridge forward_delay 0 && ip link set %s up',"
                                            + " put the data network's interface into it with 'ip"
                                            + " link set DEVICE master %s', and move its address to"
                                            + " the bridge.")
                                    .formatted(bridge, bridge, bridge)));
        }
        int flags = Integer.decode(machine.text(folder + "/flags").orElse("0").strip());
        if ((flags & UP) == 0) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.MACHINE_INCOMPLETE,
                            "the bridge '" + bridge + "' is down.",
                            "Run 'ip link set " + bridge + " up'."));
        }
        return List.of(
                Finding.ok(
                        subject(), "up, " + machine.text(folder + "/address").orElse("?").strip()));
    }
}
