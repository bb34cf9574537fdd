package io.transship.cli.verb;

import io.transship.cli.screen.Paragraph;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code transship status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the manager at a glance.",
        footer = {"", "Example:", "  transship status"})
public final class StatusVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Override
    public Integer call() {
        return manager.show("status", StatusVerb::print);
    }

    private static void printController(JsonNode controller, PrintWriter out) {
        out.printf(
                "controller  %s, %s%n",
                Words.text(controller.path("type")), Words.text(controller.path("place")));
        String lacks =
                controller
                        .path("lacks")
                        .valueStream()
                        .map(Words::text)
                        .collect(Collectors.joining(", "));
        if (!lacks.isEmpty()) {
            out.printf("            lacks %s%n", lacks);
        }
        if (controller.has("problem")) {
            out.printf("            PROBLEM %s%n", Words.text(controller.path("problem")));
        }
    }

    private static void print(JsonNode status, PrintWriter out) {
        out.printf("mode        %s%n", Words.text(status.path("mode")));
        out.printf("policy      %s%n", Words.text(status.path("policy")));
        out.printf("detector    %s%n", Words.text(status.path("detector")));
        out.printf("detection   %s%n", Words.text(status.path("detection")));
        printController(status.path("controller"), out);
        out.printf("switches    %s connected%n", Words.text(status.path("switches")));
        out.printf(
                "hosts       %s, %s reachable%n",
                Words.text(status.path("hosts")), Words.text(status.path("hostsReachable")));
        out.printf("containers  %s%n", Words.text(status.path("containers")));
        out.printf("migrations  %s under way%n", Words.text(status.path("migrations")));
        int proposals = status.path("proposals").asInt(0);
        if (proposals > 0) {
            out.printf(
                    "proposals   %d wait%s for approval: transship decisions%n",
                    proposals, proposals == 1 ? "s" : "");
        }
        printStore(status.path("store"), out);
        Paragraph.print("config      " + Words.text(status.path("configuration")), out);
        out.printf(
                "manager     %s, since %s%n",
                Words.text(status.path("version")), Words.time(status.path("since")));
    }

    private static void printStore(JsonNode store, PrintWriter out) {
        if (store.isMissingNode()) {
            return;
        }
        String problem = store.path("problem").asString("");
        out.printf(
                "store       %s%s%n",
                Words.text(store.path("database")),
                problem.isEmpty() ? "" : ", does not answer: " + problem);
        out.printf(
                "samples     %s written, %s waiting, %s lost%n",
                Words.text(store.path("samplesWritten")),
                Words.text(store.path("samplesWaiting")),
                Words.text(store.path("samplesLost")));
        if (store.path("recordsWaiting").asLong(0) + store.path("recordsLost").asLong(0) > 0) {
            out.printf(
                    "records     %s to be copied there, %s lost; all are in the journal%n",
                    Words.text(store.path("recordsWaiting")),
                    Words.text(store.path("recordsLost")));
        }
    }
}
