package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code transship reject}. */
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description = "Lays aside what the manager has proposed in mode advise.",
        footer = {
            "",
            "Example:",
            "  transship reject d1795298401000-3 --reason \"after the backup\""
        })
public final class RejectVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "ID", description = "As 'transship decisions' lists it.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "WORDS", description = "Kept with the decision.")
    private String reason = "";

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            return manager.print(
                    client.post(
                            "decisions/" + Segment.of(id) + "/reject", Map.of("reason", reason)),
                    (answer, out) -> out.printf("Proposal %s is laid aside.%n", id));
        }
    }
}
