package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether the programs that a move runs are there. */
final class ToolsCheck implements Check {

    /** Program to Debian's package. */
    private static final Map<String, String> TOOLS = new LinkedHashMap<>();

    static {
        TOOLS.put("criu", "criu");
        TOOLS.put("runc", "runc");
        TOOLS.put("jq", "jq");
        TOOLS.put("tar", "tar");
        TOOLS.put("ip", "iproute2");
        TOOLS.put("bridge", "iproute2");
        TOOLS.put("ss", "iproute2");
        TOOLS.put("mkfifo", "coreutils");
        TOOLS.put("nsenter", "util-linux");
    }

    private final Machine machine;
    private final List<String> folders;

    /**
     * Looks for programs.
     *
     * @param path folders with colons between, as in PATH
     */
    ToolsCheck(Machine machine, String path) {
        this.machine = machine;
        this.folders = Arrays.asList(path.split(":", -1));
    }

    @Override
    public String subject() {
        return "programs";
    }

    @Override
    public List<Finding> look() {
        List<String> missing = TOOLS.keySet().stream().filter(each -> !isThere(each)).toList();
        if (missing.isEmpty()) {
            return List.of(Finding.ok(subject(), String.join(", ", TOOLS.keySet())));
        }
        String packages =
                missing.stream().map(TOOLS::get).distinct().collect(Collectors.joining(" "));
        return List.of(
                Finding.failure(
                        subject(),
                        FailureCode.MACHINE_INCOMPLETE,
                        "not in the daemon's PATH: " + String.join(", ", missing) + ".",
                        "Run 'apt-get install -y " + packages + "'."));
    }

    private boolean isThere(String tool) {
        return folders.stream()
                .filter(each -> each.startsWith("/"))
                .anyMatch(folder -> machine.has(folder.substring(1) + "/" + tool));
    }
}
