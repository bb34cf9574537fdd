package io.transship.daemon.preflight.target;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.PortBinding;
import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether somebody here uses the ports of the host that the container publishes. A warning only
 * where everybody reaches the container at an address of its own; with the host's network its
 * programs could not have their ports.
 */
final class PortCheck implements Check {

    /** As the kernel writes the states of sockets that somebody can send to. */
    private static final String LISTENING = "0A";

    private static final String UNCONNECTED = "07";

    private final Machine machine;
    private final List<PortBinding> ports;
    private final boolean needed;

    PortCheck(Machine machine, ContainerOptions options) {
        this.machine = machine;
        this.ports = options.ports();
        this.needed = options.network().isHost();
    }

    @Override
    public String subject() {
        return "ports";
    }

    @Override
    public List<Finding> look() {
        return ports.stream().map(this::look).toList();
    }

    private Finding look(PortBinding port) {
        String words = port.hostPort() + "/" + port.protocol();
        if (!isTaken(port)) {
            return Finding.ok(subject(), words + " is free");
        }
        String price =
                needed
                        ? "the container shares its ports with it"
                        : "the container is reached at its own address only";
        Finding finding =
                Finding.failure(
                        subject(),
                        words + " is taken",
                        problem(
                                port,
                                "port %s of the target is taken; %s.".formatted(words, price)));
        return needed ? finding : finding.asWarning();
    }

    private static Problem problem(PortBinding port, String sentence) {
        return new Problem(
                FailureCode.PORT_IN_USE,
                sentence,
                "Run 'ss -l%snp sport = :%d' there and end that program, or publish another port."
                        .formatted(port.protocol().equals("tcp") ? "t" : "u", port.hostPort()));
    }

    private boolean isTaken(PortBinding port) {
        String state = port.protocol().equals("tcp") ? LISTENING : UNCONNECTED;
        String ending = ":%04X".formatted(port.hostPort()).toUpperCase(Locale.ROOT);
        return Stream.of(port.protocol(), port.protocol() + "6")
                .flatMap(table -> machine.text("proc/net/" + table).stream())
                .flatMap(String::lines)
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(
                        words ->
                                words.length > 3
                                        && words[1].endsWith(ending)
                                        && words[3].equals(state));
    }
}
