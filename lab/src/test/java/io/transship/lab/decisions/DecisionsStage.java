package io.transship.lab.decisions;

import io.transship.cli.Main;
import io.transship.cli.client.ManagerClient;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.demo.Poll;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.Outages;
import io.transship.lab.testbed.Testbed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client's host and two hosts with one container, led by a manager whose file changes. It decides
 * once each time its mode is switched on. Used by one thread.
 */
final class DecisionsStage implements AutoCloseable {

    static final String CONTAINER = "web";
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration REQUEST_PERIOD = Duration.ofMillis(10);
    private static final Map<String, Object> LIMITS =
            Map.of(
                    "coolDown", "0s",
                    "cycleWindow", "0s",
                    "returnAfter", "0s",
                    "movesPerHour", 1000,
                    "pinned", List.of());

    private final Testbed lab;
    private final Path file;
    private final String address;

    /** What a verb has said. */
    record Said(int exit, String out, String err) {}

    DecisionsStage() {
        LabSpec spec =
                new LabSpec(
                                "decisions-" + ProcessHandle.current().pid(),
                                Shapes.linear(3, BitRate.ofMbps(400)))
                        .withManagerSetting("mode", "off")
                        .withManagerSetting("policy", "random")
                        .withManagerSetting("checkingFrequency", "1h")
                        .withManagerSetting("bandwidthDefaultFrequency", "2s")
                        .withManagerSetting("limits", LIMITS);
        lab = Stage.up(spec, Programs.ofThisProcess().stoppable(), (_, _) -> {});
        file = lab.runFolder().resolve("manager/manager.yaml");
        try {
            address = run();
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private String run() {
        Map<String, Object> order =
                Map.of(
                        "container",
                        CONTAINER,
                        "image",
                        DemoImage.NAME,
                        "host",
                        "h2",
                        "command",
                        List.of(
                                "perl",
                                "/demo/server.pl",
                                String.valueOf(DemoImage.SERVER_PORT),
                                String.valueOf(1 << 20)));
        return await("a container", () -> ask(manager -> manager.post("containers", order)))
                .path("ip")
                .asString();
    }

    /** A client that asks already. */
    Watcher watch() throws InterruptedException {
        Watcher watcher = new Watcher(lab.machine("h1"), address, REQUEST_PERIOD, PATIENCE);
        try {
            watcher.awaitTalking(PATIENCE);
        } catch (TransshipException e) {
            watcher.close();
            throw e;
        }
        return watcher;
    }

    Outages outages() {
        return lab.outages();
    }

    /** Changes the manager's file, at once for whoever reads it. */
    void edit(String pattern, String replacement) {
        Path changed = file.resolveSibling("manager.yaml.new");
        try {
            String text = Files.readString(file);
            Files.copy(file, changed, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(changed, text.replaceFirst("(?m)" + pattern, replacement));
            Files.move(
                    changed,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes another mode into the file. */
    void mode(String mode) {
        edit("^mode: .*$", "mode: " + mode);
    }

    String log() {
        try {
            return Files.readString(lab.log("manager"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode get(String path) {
        return ask(manager -> manager.get(path)).orElseThrow();
    }

    /** What a person types. */
    Said type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(
                                Stream.of(words),
                                Stream.of(
                                        "--manager=" + lab.managerUri(),
                                        "--token-file=" + lab.tokenFile()))
                        .toArray(String[]::new);
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return new Said(exit, out.toString(), err.toString());
    }

    /** The ids of all decisions, newest first. */
    List<String> decisions() {
        return get("decisions?limit=100")
                .valueStream()
                .map(each -> each.path("id").asString())
                .toList();
    }

    /** The only decision that is not among these, as soon as it is so. */
    JsonNode awaitDecision(List<String> before, Predicate<JsonNode> so) {
        return await(
                "a decision",
                () ->
                        ask(manager -> manager.get("decisions?limit=100")).stream()
                                .flatMap(JsonNode::valueStream)
                                .filter(each -> !before.contains(each.path("id").asString()))
                                .filter(so)
                                .findFirst());
    }

    /** Waits until the manager sees the whole network, with the load of every link. */
    void awaitView() {
        await(
                "the hosts",
                () -> ask(manager -> manager.get("hosts")).filter(DecisionsStage::allAttached));
        await(
                "loads",
                () ->
                        ask(manager -> manager.get("topology"))
                                .map(topology -> topology.path("links"))
                                .filter(DecisionsStage::allMeasured));
    }

    private static boolean allAttached(JsonNode hosts) {
        return hosts.valueStream()
                .allMatch(host -> host.has("at") && host.path("reachable").asBoolean());
    }

    private static boolean allMeasured(JsonNode links) {
        return links.size() == 4 && links.valueStream().allMatch(link -> link.has("loadBps"));
    }

    /** The host on which exactly one copy runs, in every sense. */
    String host() {
        Inspection found =
                await(
                        "exactly one copy",
                        () ->
                                Optional.of(
                                                Inspection.of(
                                                        List.of(
                                                                lab.machine("h2"),
                                                                lab.machine("h3")),
                                                        CONTAINER))
                                        .filter(Inspection::exactlyOne));
        return found.runsOn("h2") ? "h2" : "h3";
    }

    <T> T await(String what, java.util.function.Supplier<Optional<T>> question) {
        return Poll.until(PATIENCE, question)
                .orElseThrow(() -> new AssertionError(what + " did not come; " + tail()));
    }

    private String tail() {
        String log = log();
        return log.substring(Math.max(0, log.length() - 3000));
    }

    /** Empty while the manager refuses or does not answer. */
    private <T extends @Nullable Object> Optional<T> ask(
            java.util.function.Function<ManagerClient, T> question) {
        try (ManagerClient manager =
                ManagerClient.withTokenFile(lab.managerUri(), lab.tokenFile())) {
            return Optional.ofNullable(question.apply(manager));
        } catch (TransshipException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        lab.close();
    }
}
