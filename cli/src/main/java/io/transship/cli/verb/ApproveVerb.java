package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Words;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code transship approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Carries out what the manager has proposed in mode advise, if policy and limits still"
                        + " say so, and shows how it goes.",
        footer = {"", "Example:", "  transship approve d1795298401000-3"})
public final class ApproveVerb implements Callable<Integer> {

    private static final int FAILED = 1;

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Mixin private final DecisionChoice choice = new DecisionChoice();

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open();
                EventFeed feed = client.events(OptionalLong.empty())) {
            JsonNode decision = client.get(choice.path());
            String migration =
                    client.post(choice.path("approve"), Map.of()).path("id").asString("");
            String container = Words.text(decision.path("container"));
            new MigrationWatch(manager).untilEnd(feed, migration, container);
            JsonNode report = client.get("migrations/" + Segment.of(migration));
            manager.print(report, MigrationVerb::print);
            return report.path("phase").asString("").equals("committed") ? 0 : FAILED;
        }
    }
}
