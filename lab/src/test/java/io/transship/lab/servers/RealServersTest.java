package io.transship.lab.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.cli.client.ManagerClient;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Progress;
import io.transship.lab.testbed.ServersImage;
import io.transship.lab.testbed.Testbed;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A key-value store, a database, a web server and a JVM program of Debian's packages move to
 * another host and back while clients talk to them: no connection breaks, no answer is wrong.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class RealServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int CONNECTIONS = 4;
    private static final String CLIENT = "h1";
    private static final List<String> HOSTS = List.of("h2", "h3");
    private static final List<String> FLAGS =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private Testbed lab;
    private ManagerClient manager;

    @BeforeAll
    void up() {
        LabSpec spec =
                new LabSpec(
                                "servers-" + ProcessHandle.current().pid(),
                                Shapes.linear(3, BitRate.ofMbps(1000)),
                                Extent.EVERYTHING,
                                Set.of(),
                                Map.of("limits", Map.of("coolDown", "0s"), "mode", "off"),
                                List.of())
                        .withPlainHost(CLIENT);
        lab = Testbed.start(spec, Progress.SILENT);
        manager = ManagerClient.withTokenFile(lab.managerUri(), lab.tokenFile());
        CompletableFuture.allOf(
                        HOSTS.stream()
                                .map(lab::machine)
                                .map(host -> CompletableFuture.runAsync(() -> load(host)))
                                .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void load(Machine machine) {
        machine.load(ServersImage.find());
    }

    @AfterAll
    void down() {
        if (manager != null) {
            manager.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsClients(ServerKind kind) throws Exception {
        moveThereAndBack(kind);
    }

    private void moveThereAndBack(ServerKind kind) throws Exception {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        String address = start(name, kind);
        Process clients =
                lab.machine(CLIENT)
                        .startJava(
                                ServerClientMain.class.getName(),
                                FLAGS,
                                List.of(kind.name(), address, String.valueOf(CONNECTIONS)));
        try (BufferedReader answers = clients.inputReader(StandardCharsets.UTF_8)) {
            assertThat(answers.readLine()).isEqualTo("talking");
            for (String target : List.of("h3", "h2")) {
                move(name, target);
                long then = exchanges(clients, answers);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () ->
                                        assertThat(exchanges(clients, answers))
                                                .isGreaterThan(then + 10L * CONNECTIONS));
            }
        } finally {
            clients.destroyForcibly();
            HOSTS.forEach(host -> remove(host, name));
        }
    }

    private void remove(String host, String name) {
        var _ = lab.machine(host).exec(Duration.ofSeconds(30), "docker", "rm", "--force", name);
    }

    private static long exchanges(Process clients, BufferedReader answers) throws Exception {
        clients.getOutputStream().write('\n');
        clients.getOutputStream().flush();
        String answer = answers.readLine();
        assertThat(answer).as("what the clients say").matches("\\d+");
        return Long.parseLong(answer);
    }

    private String start(String name, ServerKind kind) {
        return order(
                        "containers",
                        Map.of(
                                "container",
                                name,
                                "image",
                                ServersImage.NAME,
                                "host",
                                HOSTS.getFirst(),
                                "command",
                                kind.command()))
                .path("ip")
                .asString();
    }

    private void move(String name, String target) {
        String id =
                order("migrations", Map.of("container", name, "target", target, "mode", "copy"))
                        .path("id")
                        .asString();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> manager.get("migrations/" + id).path("over").asBoolean(false));
        JsonNode end = manager.get("migrations/" + id);
        assertThat(end.path("phase").asString()).as("%s", end).isEqualTo("committed");
    }

    /** Refused as long as no switch has seen both hosts. */
    private JsonNode order(String what, Map<String, Object> order) {
        JsonNode[] answer = new JsonNode[1];
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(TransshipException.class)
                .until(
                        () -> {
                            answer[0] = manager.post(what, order);
                            return true;
                        });
        return answer[0];
    }
}
