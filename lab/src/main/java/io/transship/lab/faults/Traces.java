package io.transship.lab.faults;

import io.transship.lab.testbed.Machine;
import java.time.Duration;
import java.util.List;

/** What a migration could leave on a machine, asked of the machine itself. */
final class Traces {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** One line for each thing; the last words of a line are its name. */
    private static final String SCRIPT =
            """
            ls /run/netns 2>/dev/null | sed 's/^/namespace /'
            ip -br link show type veth | awk '{print $1}' | sed 's/@.*//' |
                grep -v -e '^mgmt0' -e '-eth0' | sed 's/^/veth /'
            grep -o ' /run/transship/migrations/[^ ]*' /proc/self/mountinfo | sed 's/^ /mount /'
            for folder in migrations pending restored; do
                ls "/run/transship/$folder" 2>/dev/null | sed "s/^/$folder /"
            done
            ls /var/lib/transship/incoming 2>/dev/null | sed 's/^/incoming /'
            docker ps --all --format 'container {{.Names}} {{.State}}'
            ps -eo args= | grep -e '^perl /demo' -e '^containerd-shim\\|/containerd-shim' \
                -e 'transship-runc' -e 'criu \\(swrk\\|lazy\\|page\\)' -e '^runc ' |
                grep -v grep | sed 's/ .*//; s/^/process /'
            """;

    private static final List<String> OF_A_CONTAINER =
            List.of(
                    "namespace",
                    "veth",
                    "container",
                    "process perl",
                    "process .*containerd-shim.*");

    private Traces() {}

    private static List<String> all(Machine machine) {
        return machine.exec(DEADLINE, "sh", "-c", SCRIPT).output().strip().lines().toList();
    }

    /** What is there that should not be. */
    static List<String> leftOn(Machine machine, boolean holdsContainer) {
        List<String> found = new java.util.ArrayList<>(all(machine));
        if (holdsContainer) {
            for (String part : OF_A_CONTAINER) {
                found.stream()
                        .filter(line -> line.matches(part + "( .*)?"))
                        .findFirst()
                        .ifPresentOrElse(found::remove, () -> found.add("no " + part));
            }
        }
        return found.stream().map(line -> machine.name() + ": " + line).toList();
    }
}
