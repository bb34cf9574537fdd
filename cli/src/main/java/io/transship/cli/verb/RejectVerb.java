package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin private final DecisionChoice choice = new DecisionChoice();

    @Option(names = "--reason", paramLabel = "WORDS", description = "Kept with the decision.")
    private String reason = "";

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            return manager.print(
                    client.post(choice.path("reject"), Map.of("reason", reason)),
                    (answer, out) -> out.printf("Proposal %s is laid aside.%n", choice.id()));
        }
    }
}
