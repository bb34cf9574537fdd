package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the daemon may do what CRIU and the container's network need: root's capabilities, in the
 * machine's own user namespace.
 */
final class PrivilegesCheck implements Check {

    private static final Map<String, Integer> NEEDED = new LinkedHashMap<>();

    static {
        // Numbers of linux/capability.h.
        NEEDED.put("CAP_DAC_OVERRIDE", 1);
        NEEDED.put("CAP_NET_ADMIN", 12);
        NEEDED.put("CAP_NET_RAW", 13);
        NEEDED.put("CAP_SYS_PTRACE", 19);
        NEEDED.put("CAP_SYS_ADMIN", 21);
    }

    private final Machine machine;

    PrivilegesCheck(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String subject() {
        return "privileges";
    }

    @Override
    public List<Finding> look() {
        long held = capabilities(machine);
        List<String> missing =
                NEEDED.entrySet().stream()
                        .filter(each -> (held >> each.getValue() & 1) == 0)
                        .map(Map.Entry::getKey)
                        .toList();
        if (!missing.isEmpty()) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.NOT_ROOT,
                            "the daemon lacks " + String.join(", ", missing) + ".",
                            "Run it as root: 'systemctl edit transship-daemon' must not drop these,"
                                    + " or 'sudo transship daemon …'."));
        }
        String map = machine.text("proc/self/uid_map").orElse("").strip().replaceAll("\\s+", " ");
        if (!map.startsWith("0 0 ") || map.lines().count() != 1) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.KERNEL_UNSUPPORTED,
                            "the daemon runs in a user namespace, where CRIU can't dump.",
                            "Run it outside of rootless containers."));
        }
        return List.of(Finding.ok(subject(), "root, in the machine's own user namespace"));
    }

    /** The effective capabilities of this process, a bit each; none if unknown. */
    static long capabilities(Machine machine) {
        return machine.text("proc/self/status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> line.substring("CapEff:".length()).strip())
                .filter(hex -> hex.matches("[0-9a-f]{1,16}"))
                .map(hex -> Long.parseUnsignedLong(hex, 16))
                .findFirst()
                .orElse(0L);
    }
}
