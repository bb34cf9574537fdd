package io.transship.lab.modes;

import io.transship.cli.client.ManagerClient;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.lab.demo.Poll;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A client's host and two hosts between which servers move. Used by one thread. */
public final class ModesStage implements AutoCloseable {

    /** With anything. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String CLIENT = "h1";

    static final Duration REQUEST_PERIOD = Duration.ofMillis(10);

    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Map<String, Object> NO_DECISIONS = Map.of("mode", "off");
    private static final long STATE_BYTES = 24L << 20;
    private static final BitRate CABLES = BitRate.ofMbps(400);

    private final Testbed lab;
    private final ManagerClient manager;
    private final String engine;

    ModesStage() {
        this(Map.of());
    }

    /** Builds it, with these settings of the manager besides. */
    public ModesStage(Map<String, Object> settings) {
        this(settings, named());
    }

    /** Builds it, with that container engine. */
    public ModesStage(EngineKind engine) {
        this(NO_DECISIONS, named().with(engine));
    }

    /** With Dockers that do not know our OCI runtime; they offer checkpoints of their own. */
    static ModesStage ofStockDockers() {
        return new ModesStage(NO_DECISIONS, named().withDockerSetting("runtimes", Map.of()));
    }

    private static LabSpec named() {
        String name = "modes-" + ProcessHandle.current().pid();
        return new LabSpec(
                        name,
                        Shapes.linear(3, CABLES),
                        Extent.EVERYTHING,
                        Set.of(),
                        Map.of(),
                        List.of())
                .withPlainHost(CLIENT);
    }

    private ModesStage(Map<String, Object> settings, LabSpec named) {
        LabSpec spec =
                named.withManagerSetting("limits", Map.of("coolDown", "0s"))
                        .withManagerSetting("policy", "random");
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            spec = spec.withManagerSetting(setting.getKey(), setting.getValue());
        }
        engine = spec.engine().name().toLowerCase(Locale.ROOT);
        lab = Stage.up(spec, Programs.ofThisProcess(), (_, _) -> {});
        manager = ManagerClient.withTokenFile(lab.managerUri(), lab.tokenFile());
    }

    /** Where clients are. */
    public Machine client() {
        return lab.machine(CLIENT);
    }

    /** Where servers start. */
    public Machine source() {
        return lab.machine("h2");
    }

    /** Where they go. */
    public Machine target() {
        return lab.machine("h3");
    }

    /** Starts the demo's server alone on the source; returns its address. */
    public String run(String container) {
        return run(
                        container,
                        List.of(
                                "perl",
                                "/demo/server.pl",
                                String.valueOf(DemoImage.SERVER_PORT),
                                String.valueOf(STATE_BYTES)))
                .path("ip")
                .asString();
    }

    /** Starts a program on the source; returns what the manager says of its container. */
    public JsonNode run(String container, List<String> command) {
        return run(container, command, Map.of());
    }

    /** Starts a program on the source, in a container with these options of the API. */
    public JsonNode run(String container, List<String> command, Map<String, Object> options) {
        return run(container, command, options, Map.of());
    }

    /** The same, with these fields of the order besides. */
    public JsonNode run(
            String container,
            List<String> command,
            Map<String, Object> options,
            Map<String, Object> more) {
        Map<String, Object> order = new HashMap<>(more);
        order.put("container", container);
        order.put("image", DemoImage.NAME);
        order.put("host", source().name());
        order.put("command", command);
        order.put("options", options);
        return patiently(() -> manager.post("containers", order));
    }

    /** A client of the server, which asks already. */
    public Watcher watch(String address) throws InterruptedException {
        Watcher watcher = new Watcher(client(), address, REQUEST_PERIOD, PATIENCE);
        try {
            watcher.awaitTalking(PATIENCE);
        } catch (TransshipException e) {
            watcher.close();
            throw e;
        }
        return watcher;
    }

    /** Orders a move from source to target; returns its id. */
    public String order(String container, String mode) {
        return patiently(
                        () ->
                                manager.post(
                                        "migrations",
                                        Map.of(
                                                "container",
                                                container,
                                                "target",
                                                target().name(),
                                                "mode",
                                                mode)))
                .path("id")
                .asString();
    }

    JsonNode migration(String id) {
        return manager.get("migrations/" + id);
    }

    /** What the manager says of the move when it is over. */
    public JsonNode awaitEnd(String id) {
        return Poll.until(
                        PATIENCE,
                        () ->
                                Optional.of(migration(id))
                                        .filter(each -> each.path("over").asBoolean(false)))
                .orElseGet(() -> migration(id));
    }

    /** Pages come slowly over the cable between source and target from now on. */
    void slow(BitRate rate) {
        lab.rate("s2", "s3", rate);
    }

    void cut() {
        lab.cut("s2", "s3");
    }

    /** What is found when a move from source to target is looked at beforehand. */
    public JsonNode check(String container) {
        return manager.post("checks", Map.of("container", container, "target", target().name()));
    }

    /** The same for one mode. */
    public JsonNode check(String container, String mode) {
        return manager.post(
                "checks", Map.of("container", container, "target", target().name(), "mode", mode));
    }

    /** What a move from source to target would cost. */
    public JsonNode plan(String container, String mode) {
        return manager.post(
                "plans", Map.of("container", container, "target", target().name(), "mode", mode));
    }

    /** Everything as it was built. */
    void mend() {
        lab.restore("s2", "s3");
        lab.rate("s2", "s3", CABLES);
    }

    /** Where copies are, asked of the machines. */
    Inspection inspect(String container) {
        return Inspection.of(List.of(source(), target()), container);
    }

    /**
     * Servers on a machine, by the names of their processes: the words of one's command line lie in
     * its memory, which may not be there yet.
     */
    public long servers(Machine machine) {
        return machine.exec(COMMAND, "pgrep", "-x", "perl").output().lines().count();
    }

    /** Programs and folders of migrations on both hosts; waits until there are none. */
    List<String> leftovers() {
        return Poll.until(COMMAND, () -> Optional.of(look()).filter(List::isEmpty))
                .orElseGet(this::look);
    }

    private List<String> look() {
        List<String> left = new ArrayList<>();
        for (Machine machine : List.of(source(), target())) {
            String found =
                    machine.exec(
                                    COMMAND,
                                    "sh",
                                    "-c",
                                    "ls -A /run/transship/migrations; pgrep -a -x criu;"
                                            + " pgrep -af '[t]ransship-(pages|runc)'")
                            .output();
            found.lines().map(line -> machine.name() + ": " + line).forEach(left::add);
        }
        return left;
    }

    /** Removes it on both hosts. */
    public void remove(String container) {
        for (Machine machine : List.of(source(), target())) {
            var _ = machine.exec(COMMAND, engine, "rm", "--force", container);
        }
    }

    /** An order is refused as long as no switch has seen both hosts, or a limit holds. */
    private static JsonNode patiently(Supplier<JsonNode> order) {
        TransshipException[] last = new TransshipException[1];
        Optional<JsonNode> answer =
                Poll.until(
                        PATIENCE,
                        () -> {
                            try {
                                return Optional.of(order.get());
                            } catch (TransshipException e) {
                                last[0] = e;
                                if (e.code() == FailureCode.UNSUPPORTED) {
                                    throw e;
                                }
                                return Optional.empty();
                            }
                        });
        return answer.orElseThrow(() -> last[0]);
    }

    @Override
    public void close() {
        manager.close();
        lab.close();
    }
}
