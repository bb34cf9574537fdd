package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Paragraph;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

        @Mixin private final DecisionChoice choice = new DecisionChoice();
        @Mixin private final PolicyChoice policy = new PolicyChoice();

        @Override
        public Integer call() {
            try (ManagerClient client = manager.open()) {
                Map<String, String> other =
                        policy.name().map(name -> Map.of("policy", name)).orElse(Map.of());
                JsonNode answer = client.post(choice.path("replay"), other);
                SwitchNames switches = new SwitchNames(client.get("topology"));
                manager.print(answer, (replay, out) -> print(replay, switches, out));
                return other.isEmpty() && !answer.path("same").asBoolean(false) ? 1 : 0;
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
                "  transship policy try",
                "  transship policy try --policy least-loaded --container web"
            })
    static final class Try implements Callable<Integer> {

        @Mixin private final ManagerOptions manager = new ManagerOptions();

        @Mixin private final PolicyChoice policy = new PolicyChoice();

        @Option(
                names = "--container",
                paramLabel = "CONTAINER",
                description = "For which one; without it for each.")
        private String container = "";

        @Override
        public Integer call() {
            try (ManagerClient client = manager.open()) {
                String name =
                        policy.name()
                                .orElseGet(() -> client.get("status").path("policy").asString(""));
                JsonNode answers =
                        client.post(
                                "policies/" + Segment.of(name) + "/try",
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
                Paragraph.sentence(switches.in(Words.text(answer.path("summary"))), out);
                DecisionScreen.limit(answer, switches, out);
                out.println();
                DecisionScreen.candidates(answer, switches, out);
                DecisionScreen.effects(answer, switches, out);
                between = System.lineSeparator();
            }
        }
    }

    /** "bandwidth: web, h2 -> h3", "bandwidth: web stays on h2", "random: no container moves". */
    private static String line(JsonNode answer) {
        String policy = Words.text(answer.path("policy"));
        JsonNode asked = answer.path("asked");
        JsonNode container =
                answer.has("container") ? answer.path("container") : asked.path("container");
        JsonNode source = answer.has("source") ? answer.path("source") : asked.path("host");
        if (answer.path("decision").asString("").equals("move")) {
            return "%s: %s, %s -> %s"
                    .formatted(
                            policy,
                            Words.text(container),
                            Words.text(source),
                            Words.text(answer.path("target")));
        }
        return container.isMissingNode()
                ? policy + ": no container moves"
                : "%s: %s stays%s"
                        .formatted(
                                policy,
                                Words.text(container),
                                source.isMissingNode() ? "" : " on " + Words.text(source));
    }
}
