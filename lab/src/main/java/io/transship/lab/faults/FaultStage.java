package io.transship.lab.faults;

import io.transship.cli.client.ManagerClient;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.lab.demo.Poll;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Outages;
import io.transship.lab.testbed.Progress;
import io.transship.lab.testbed.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;

/**
 * A lab of three machines with one container that counts, and a client. Faults strike here, one
 * after the other. Used by one thread.
 */
final class FaultStage implements AutoCloseable {

    static final String CONTAINER = "counter";
    private static final String CLIENT = "h1";
    static final List<String> HOSTS = List.of("h2", "h3");

    private static final ByteCount STATE = ByteCount.ofMiB(4);
    private static final BitRate CAPACITY = BitRate.ofMbps(200);
    private static final Map<String, Object> MANAGER =
            Map.of("limits", Map.of("coolDown", "0s", "movesPerHour", 100_000), "mode", "off");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Executor THREADS = Thread::startVirtualThread;
    private static final Duration REMOVAL = Duration.ofSeconds(30);

    private final Testbed lab;
    private final Outages outages;
    private FaultClient client;

    private FaultStage(Testbed lab) {
        this.lab = lab;
        this.outages = lab.outages();
        this.client = new FaultClient(lab.machine(CLIENT), deploy());
    }

    /** Runs the container once more, where it was lost, with a client that knows nothing. */
    void deployAnew() {
        client.close();
        client = new FaultClient(lab.machine(CLIENT), deploy());
    }

    /** Builds it; takes some seconds. */
    static FaultStage build(String name) {
        LabSpec spec =
                new LabSpec(
                                name,
                                Shapes.linear(3, CAPACITY),
                                Extent.EVERYTHING,
                                Set.of(),
                                MANAGER,
                                List.of())
                        .withPlainHost(CLIENT);
        Testbed lab = Stage.up(spec, Programs.ofThisProcess().stoppable(), Progress.SILENT);
        try {
            return new FaultStage(lab);
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private String deploy() {
        return patiently(
                        PATIENCE,
                        () ->
                                asked(
                                        manager ->
                                                manager.post(
                                                        "containers",
                                                        Map.of(
                                                                "container",
                                                                CONTAINER,
                                                                "image",
                                                                DemoImage.NAME,
                                                                "host",
                                                                HOSTS.getFirst(),
                                                                "command",
                                                                command()))))
                .path("ip")
                .asString();
    }

    private static List<String> command() {
        return List.of(
                "perl",
                "/demo/server.pl",
                String.valueOf(DemoImage.SERVER_PORT),
                String.valueOf(STATE.bytes()));
    }

    Testbed lab() {
        return lab;
    }

    Outages outages() {
        return outages;
    }

    FaultClient client() {
        return client;
    }

    Machine machine(String host) {
        return lab.machine(host);
    }

    /** Orders the move; the migration's id. */
    String order(Fault fault, String target) {
        return order(fault, target, PATIENCE);
    }

    /** The same, with that patience with a manager that refuses. */
    String order(Fault fault, String target, Duration patience) {
        return patiently(
                        patience,
                        () ->
                                asked(
                                        manager ->
                                                manager.post(
                                                        "migrations",
                                                        Map.of(
                                                                "container",
                                                                CONTAINER,
                                                                "target",
                                                                target,
                                                                "mode",
                                                                fault.mode().word()))))
                .path("id")
                .asString();
    }

    /** A question to the manager, over a connection of its own: it may have been killed before. */
    <A> A asked(java.util.function.Function<ManagerClient, A> question) {
        try (ManagerClient manager =
                ManagerClient.withTokenFile(lab.managerUri(), lab.tokenFile())) {
            return question.apply(manager);
        }
    }

    /** The migration, if the manager answers and says that it is over. */
    Optional<JsonNode> over(String migration) {
        try {
            return Optional.of(asked(manager -> manager.get("migrations/" + migration)))
                    .filter(each -> each.path("over").asBoolean(false));
        } catch (TransshipException e) {
            return Optional.empty();
        }
    }

    /** Whether it ended as the loss of the container. */
    static boolean isLost(JsonNode migration) {
        return migration.path("phase").asString().equals("lost");
    }

    /** The host whose engine runs the container; empty if it is not exactly one. */
    Optional<String> holder() {
        List<String> holders =
                HOSTS.stream().filter(host -> states(host).equals("running")).toList();
        return holders.size() == 1 ? Optional.of(holders.getFirst()) : Optional.empty();
    }

    private String states(String host) {
        try {
            return machine(host)
                    .exec(
                            REMOVAL,
                            "docker",
                            "ps",
                            "--all",
                            "--filter",
                            "name=^/?" + CONTAINER + "$",
                            "--format",
                            "{{.State}}")
                    .output()
                    .strip();
        } catch (TransshipException e) {
            return ""; // no power, or the engine hangs
        }
    }

    /** Whether processes of the container are on that host. */
    boolean serves(String host) {
        try {
            return machine(host).exec(REMOVAL, "pgrep", "-f", "^perl /demo").succeeded();
        } catch (TransshipException e) {
            return false; // no power
        }
    }

    /** Starts again whatever does not run, all at once. */
    void mend() {
        List<Runnable> repairs = new ArrayList<>();
        HOSTS.forEach(host -> repairs.add(() -> mend(host)));
        repairs.add(outages::startManager);
        try {
            CompletableFuture.allOf(
                            repairs.stream()
                                    .map(each -> CompletableFuture.runAsync(each, THREADS))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TransshipException known ? known : e;
        }
    }

    private void mend(String host) {
        if (!isOn(host)) {
            lab.start(host);
        }
        outages.startEngine(host);
        outages.startDaemon(host);
    }

    private boolean isOn(String host) {
        return lab.state().hosts().stream()
                .anyMatch(state -> state.name().equals(host) && state.on());
    }

    /** An order is refused as long as no switch has seen both hosts, or a daemon is just back. */
    private static JsonNode patiently(
            Duration patience, java.util.function.Supplier<JsonNode> order) {
        TransshipException[] last = new TransshipException[1];
        return Poll.until(
                        patience,
                        () -> {
                            try {
                                return Optional.of(order.get());
                            } catch (TransshipException e) {
                                last[0] = e;
                                return Optional.empty();
                            }
                        })
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.DEADLINE_EXCEEDED,
                                        "the manager refuses: " + last[0].line(),
                                        last[0]));
    }

    @Override
    public void close() {
        client.close();
        lab.close();
    }
}
