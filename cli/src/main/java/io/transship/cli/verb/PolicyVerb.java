package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship policy}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Takes decisions again, and tries policies; nothing is moved.",
        subcommands = {PolicyVerb.Replay.class, PolicyVerb.Try.class},
        footer = {
            "",
            "Examples:",
            "  transship policy replay d1795298401000-3",
            "  transship policy try --policy bandwidth"
        })
public final class PolicyVerb {

    /** {@code transship policy replay}. */
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description =
                    "Decides once more from the view and the seed of a decision: the same policy gives"
                            + " the same answer. Exit code 1 if it does not.",
            footer = {
                "",
                "Examples:",
                "  transship policy replay d1795298401000-3",
                "  transship policy replay d1795298401000-3 --policy shortest-path"
            })
    static final class Replay implements Callable<Integer> {

        @Mixin private final ManagerOptions manager = new ManagerOptions();

        @Parameters(paramLabel = "ID", description = "As 'transship decisions' lists it.")
        private String id = "";

        @Option(
                names = "--policy",
                paramLabel = "NAME",
                description = "Another policy on the same view.")
        private String policy = "";

        @Override
        public Integer call() {
            try (ManagerClient client = manager.open()) {
                JsonNode answer =
                        client.post(
                                "decisions/" + Segment.of(id) + "/replay",
                                policy.isEmpty() ? Map.of() : Map.of("policy", policy));
                SwitchNames switches = new SwitchNames(client.get("topology"));
                manager.print(answer, (replay, out) -> print(replay, switches, out));
                return policy.isEmpty() && !answer.path("same").asBoolean(false) ? 1 : 0;
            }
        }

        private static void print(JsonNode replay, SwitchNames switches, PrintWriter out) {
            out.printf(
                    "Decision %s of %s%n",
                    Words.text(replay.path("id")), Words.time(replay.path("at")));
            out.println("  then  " + line(replay.path("original")));
            out.println("  again " + line(replay.path("again")));
            out.println();
            if (replay.path("same").asBoolean(false)) {
                out.println("The same answer, to the last candidate.");
                return;
            }
            Table table = new Table("WHAT", "THEN", "AGAIN");
            for (JsonNode each : replay.path("differences")) {
                table.row(
                        Words.text(each.path("what")),
                        switches.in(Words.text(each.path("original"))),
                        switches.in(Words.text(each.path("again"))));
            }
            table.print(out, "");
        }
    }

    /** {@code transship policy try}. */
    @Command(
            name = "try",
            mixinStandardHelpOptions = true,
            description = "Says what a policy would decide on the network as it is now.",
            footer = {
                "",
                "Examples:",
                "  transship policy try --policy bandwidth",
                "  transship policy try --policy least-loaded --container web"
            })
    static final class Try implements Callable<Integer> {

        @Mixin private final ManagerOptions manager = new ManagerOptions();

        @Option(names = "--policy", required = true, paramLabel = "NAME", description = "Which.")
        private String policy = "";

        @Option(
                names = "--container",
                paramLabel = "CONTAINER",
                description = "For which one; without it for each.")
        private String container = "";

        @Override
        public Integer call() {
            try (ManagerClient client = manager.open()) {
                JsonNode answers =
                        client.post(
                                "policies/" + Segment.of(policy) + "/try",
                                container.isEmpty() ? Map.of() : Map.of("container", container));
                SwitchNames switches = new SwitchNames(client.get("topology"));
                return manager.print(answers, (all, out) -> print(all, switches, out));
            }
        }

        private static void print(JsonNode answers, SwitchNames switches, PrintWriter out) {
            if (answers.isEmpty()) {
                out.println("No container runs.");
            }
            String between = "";
            for (JsonNode answer : answers) {
                out.print(between);
                out.println(line(answer));
                DecisionScreen.limit(answer, switches, out);
                out.println();
                DecisionScreen.candidates(answer, switches, out);
                DecisionScreen.effects(answer, switches, out);
                between = System.lineSeparator();
            }
        }
    }

    private static String line(JsonNode answer) {
        String about = answer.has("container") ? answer.path("container").asString("") : "";
        if (about.isEmpty()) {
            about = Words.text(answer.at("/asked/container"));
        }
        String policy = Words.text(answer.path("policy"));
        return answer.path("decision").asString("").equals("move")
                ? "%s: %s, %s -> %s"
                        .formatted(
                                policy,
                                about,
                                Words.text(answer.path("source")),
                                Words.text(answer.path("target")))
                : "%s: %s stays. %s".formatted(policy, about, Words.text(answer.path("summary")));
    }
}
