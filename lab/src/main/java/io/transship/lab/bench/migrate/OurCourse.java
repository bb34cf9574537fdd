package io.transship.lab.bench.migrate;

import io.transship.cli.client.ManagerClient;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.migrate.report.Move;
import io.transship.lab.bench.migrate.report.Work;
import io.transship.lab.demo.Poll;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Testbed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Moves by orders to the lab's manager. */
final class OurCourse implements Course {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * After the gap of a server without memory: a question in it would cost what the move needs.
     */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    private static final Duration REMOVAL = Duration.ofSeconds(30);

    private final Testbed lab;
    private final ManagerClient manager;
    private final String container;
    private final String mode;
    private final Duration longestMove;
    private final String address;
    private int moves;

    /** Starts the server on the lab's second host. */
    OurCourse(Testbed lab, String container, Work work, Duration longestMove) {
        this.lab = lab;
        this.container = container;
        this.mode = work.how();
        this.longestMove = longestMove;
        this.manager = ManagerClient.withTokenFile(lab.managerUri(), lab.tokenFile());
        try {
            this.address = patiently(() -> run(work));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private String run(Work work) {
        JsonNode started =
                manager.post(
                        "containers",
                        Map.of(
                                "container",
                                container,
                                "image",
                                DemoImage.NAME,
                                "host",
                                host(1),
                                "command",
                                server(work)));
        return started.path("ip").asString();
    }

    /** The server alone: no second process that a dump would have to carry. */
    static List<String> server(Work work) {
        return List.of(
                "perl",
                "/demo/server.pl",
                String.valueOf(DemoImage.SERVER_PORT),
                String.valueOf(work.memory().bytes()));
    }

    private String host(int index) {
        return lab.machines().get(index).name();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Machine client() {
        return lab.machines().getFirst();
    }

    @Override
    public Move move() {
        String target = host(1 + (moves + 1) % 2);
        String id = patiently(() -> order(target));
        Poll.pass(FIRST_LOOK);
        JsonNode end =
                Poll.until(longestMove, () -> over(id))
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.DEADLINE_EXCEEDED,
                                                "a move takes longer than "
                                                        + longestMove.toSeconds()
                                                        + " s."));
        if (!end.path("phase").asString().equals("committed")) {
            throw new TransshipException(
                    FailureCode.INTERNAL,
                    "a move ended as %s: %s %s"
                            .formatted(
                                    end.path("phase").asString(),
                                    end.at("/failure/code").asString(""),
                                    end.at("/failure/message").asString("")));
        }
        moves++;
        Map<String, Double> times = new LinkedHashMap<>();
        end.path("times").forEachEntry((name, ms) -> times.put(name, ms.asDouble()));
        return new Move(
                0, times.getOrDefault("totalMs", 0.0), end.at("/bytes/moved").asLong(), times);
    }

    private String order(String target) {
        return manager.post(
                        "migrations",
                        Map.of("container", container, "target", target, "mode", mode))
                .path("id")
                .asString();
    }

    private Optional<JsonNode> over(String id) {
        Poll.pass(BETWEEN_LOOKS);
        return Optional.of(manager.get("migrations/" + id))
                .filter(migration -> migration.path("over").asBoolean(false));
    }

    /** An order is refused as long as no switch has seen both hosts, or a limit holds. */
    private static String patiently(java.util.function.Supplier<String> order) {
        TransshipException[] last = new TransshipException[1];
        return Poll.until(
                        PATIENCE,
                        () -> {
                            try {
                                return Optional.of(order.get());
                            } catch (TransshipException e) {
                                last[0] = e;
                                return e.code() == FailureCode.UNSUPPORTED
                                        ? Optional.of("")
                                        : Optional.empty();
                            }
                        })
                .filter(answer -> !answer.isEmpty())
                .orElseThrow(() -> last[0]);
    }

    @Override
    public void close() {
        manager.close();
        for (int index = 1; index <= 2; index++) {
            Machine machine = lab.machines().get(index);
            var _ = machine.exec(REMOVAL, machine.engine(), "rm", "--force", container);
        }
    }
}
