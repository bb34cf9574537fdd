package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code transship undrain}. */
@Command(
        name = "undrain",
        mixinStandardHelpOptions = true,
        description = "Ends a host's maintenance; what has moved away stays away.",
        footer = {"", "Example:", "  transship undrain h3"})
public final class UndrainVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "HOST", description = "Which one.")
    private String host = "";

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            return manager.print(
                    client.delete("hosts/" + Segment.of(host) + "/drain"), DrainVerb::print);
        }
    }
}
