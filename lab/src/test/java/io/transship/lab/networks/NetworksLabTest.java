package io.transship.lab.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.modes.ModesStage;
import io.transship.lab.testbed.Finished;
import io.transship.lab.testbed.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a container talks goes on through a move (docs/networks.md). */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworksLabTest {

    /** What may lie unread in the server's socket when it is frozen: CRIU leaves that behind. */
    private static final int MOST_UNREAD = 2;

    /**
     * On a busy switch the first frame by the new entry may pass the last one by the controller.
     */
    private static final int MOST_OVERTAKEN = 1;

    private static final String USER_BRIDGE = "shop";
    private static final List<String> DEMO =
            List.of("perl", "/demo/server.pl", "7000", "4194304", "6");
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final ModesStage stage =
            new ModesStage(
                    Map.of(
                            "mode",
                            "off",
                            "containers",
                            Map.of(
                                    "addresses",
                                    "10.0.0.100-10.0.0.199",
                                    "ipv6",
                                    Map.of("prefix", "fd00:10::/64"))));
    private String container = "";

    @AfterEach
    void removeContainer() {
        stage.remove(container);
        // Somebody else may get its address; nothing of it may go on answering.
        for (Machine machine : List.of(stage.source(), stage.target())) {
            await().atMost(ModesStage.PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !networks(machine).contains("ts-" + container));
        }
    }

    private static String networks(Machine machine) {
        return machine.exec(SHORT, "ip", "netns", "list").output();
    }

    @AfterAll
    void end() {
        stage.close();
    }

    @Test
    void datagramsAreAnsweredOnceAndInOrder() throws Exception {
        container = "datagrams";
        String address =
                stage.run(container, List.of("perl", "-e", script("datagrams.pl")))
                        .path("ip")
                        .asString();
        try (DatagramClient client = new DatagramClient(stage.client(), address)) {
            JsonNode end = move();

            DatagramReport report = client.finish();
            assertThat(report.lastAnswered()).as(report.json()).isTrue();
            assertThat(report.doubled()).as(report.json()).isZero();
            assertThat(report.overtaken()).as(report.json()).isBetween(0, MOST_OVERTAKEN);
            assertThat(report.wentBack()).as(report.json()).isZero();
            assertThat(report.refused()).as(report.json()).isZero();
            assertThat(end.at("/frames/held").asInt()).as(end.toString()).isPositive();
            assertThat(report.lost())
                    .as(report.json() + end)
                    .isBetween(0, end.at("/frames/dropped").asInt() + MOST_UNREAD);
        }
        oneCopyServes();
    }

    @Test
    void aConnectionOverIpv6SurvivesWithTheState() throws Exception {
        container = "six";
        give(stage.client(), "fd00:10::1");
        String address = startDemo();
        try (Watcher client = stage.watch(address)) {
            JsonNode end = move();

            ClientLine last = client.finish(ModesStage.PATIENCE);
            assertThat(last.report().connectionSurvived()).as(last.json()).isTrue();
            assertThat(last.report().clean()).as(last.json()).isTrue();
            assertThat(last.checksumAfter()).isEqualTo(last.checksumBefore());
            assertThat(end.at("/frames/held").asInt()).as(end.toString()).isPositive();
        }
        oneCopyServes();
    }

    /** Also with an address that was chosen, which has nothing of the container's number. */
    @Test
    void aContainerWithIpv6AloneMovesWithItsConnection() throws Exception {
        container = "alone";
        give(stage.client(), "fd00:10::1");
        JsonNode started =
                stage.run(
                        container, DEMO, Map.of(), Map.of("ipv6", "fd00:10::77", "ipv6Only", true));
        assertThat(started.path("ip").isMissingNode()).as(started.toString()).isTrue();
        String address = started.path("ipv6").asString();
        try (Watcher client = stage.watch(address)) {
            JsonNode end = move();

            ClientLine last = client.finish(ModesStage.PATIENCE);
            assertThat(last.report().connectionSurvived()).as(last.json()).isTrue();
            assertThat(last.report().clean()).as(last.json()).isTrue();
            assertThat(last.checksumAfter()).isEqualTo(last.checksumBefore());
            assertThat(end.at("/frames/held").asInt()).as(end.toString()).isPositive();
        }
        oneCopyServes();
        assertThat(addresses(stage.target(), "-4")).isEmpty();
        assertThat(addresses(stage.target(), "-6")).contains("fd00:10::77");
    }

    private String addresses(Machine machine, String family) {
        String namespace = "ts-" + container;
        return machine.exec(
                        SHORT, "ip", family, "-n", namespace, "-o", "address", "show", "dev",
                        "eth0")
                .output();
    }

    @Test
    void anIpv6AddressThatSomebodyElseHasIsFoundBeforeTheMove() {
        container = "twice";
        give(stage.target(), "fd00:10::3");
        String address = startDemo();
        assertThat(stage.check(container).path("fit").asBoolean()).isTrue();

        give(stage.client(), address);
        JsonNode check = stage.check(container);
        var _ = stage.client().exec(SHORT, "ip", "address", "del", address + "/64", "dev", "br0");

        assertThat(check.path("fit").asBoolean()).as(check.toString()).isFalse();
        assertThat(check.path("findings"))
                .anySatisfy(
                        finding -> {
                            assertThat(finding.path("code").asString())
                                    .isEqualTo("ADDRESS_CONFLICT");
                            assertThat(finding.path("subject").asString()).contains("fd00:10:");
                        });
    }

    @Test
    void aContainerOnAUserDefinedBridgeMovesWhereThatBridgeIs() throws Exception {
        container = "shop";
        makeUserBridge(stage.source());
        Map<String, Object> options = Map.of("network", USER_BRIDGE);
        String address = stage.run(container, DEMO, options).path("ip").asString();
        JsonNode missing = stage.check(container);
        assertThat(missing.path("findings"))
                .as(missing.toString())
                .anySatisfy(
                        finding -> {
                            assertThat(finding.path("code").asString())
                                    .isEqualTo("MACHINE_INCOMPLETE");
                            assertThat(finding.path("mend").asString())
                                    .contains("docker network create");
                        });

        makeUserBridge(stage.target());
        try (Watcher client = stage.watch(address)) {
            assertThat(move("auto").path("mode").asString()).isIn("copy", "page-server");
            ClientLine last = client.finish(ModesStage.PATIENCE);
            assertThat(last.report().connectionSurvived()).as(last.json()).isTrue();
            assertThat(last.report().clean()).as(last.json()).isTrue();
        }
        oneCopyServes();
    }

    /** Docker's network over the host's bridge to the data network, whose address it keeps. */
    private static void makeUserBridge(Machine machine) {
        List<String> command =
                List.of(
                        "docker",
                        "network",
                        "create",
                        "--driver=bridge",
                        "--opt=com.docker.network.bridge.name=br0",
                        "--opt=com.docker.network.bridge.enable_ip_masquerade=false",
                        "--subnet=10.0.0.0/24",
                        "--ip-range=10.0.0.200/29",
                        "--gateway=" + machine.address(),
                        USER_BRIDGE);
        Finished made = machine.exec(SHORT, command);
        assertThat(made.succeeded()).as(made.errors()).isTrue();
    }

    @Test
    void aServiceAddressFollowsAContainerWithTheHostsNetwork() throws Exception {
        container = "service";
        Questions service = new Questions(stage.client(), startService());
        String first = service.overTcp();
        assertThat(first).endsWith(service.word());
        assertThat(service.overUdp()).endsWith(service.word());
        assertThat(stage.plan(container, "copy").path("warnings").toString())
                .contains("connections break");
        JsonNode check = stage.check(container);
        assertThat(check.path("fit").asBoolean()).as(check.toString()).isTrue();
        assertThat(check.path("findings").toString()).contains("connections break");

        try (Questions.Connection old = service.connect()) {
            int before = old.ask();
            var _ = move("copy");

            assertThat(Questions.count(service.overTcp())).isGreaterThan(before);
            assertThat(service.overTcp()).endsWith(service.word());
            assertThat(service.overUdp()).endsWith(service.word());
            assertThat(old.next()).isEqualTo("reset");
        }
        assertThat(service.listens(stage.source())).isFalse();
        oneCopyServes();
    }

    /** Its copy can't be unplugged until the source has stopped. */
    @Test
    void aContainerWithTheHostsNetworkIsNotLeftRunning() {
        container = "service-left";
        Questions service = new Questions(stage.client(), startService());
        int before = Questions.count(service.overTcp());
        JsonNode check = stage.check(container, "leave-running");
        assertThat(check.path("fit").asBoolean()).as(check.toString()).isFalse();
        assertThat(check.path("findings"))
                .anySatisfy(
                        finding -> {
                            assertThat(finding.path("code").asString()).isEqualTo("UNSUPPORTED");
                            assertThat(finding.path("mend").asString()).contains("Choose copy");
                        });

        assertThatThrownBy(() -> stage.order(container, "leave-running"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.UNSUPPORTED));
        assertThat(Questions.count(service.overTcp())).isGreaterThan(before);
        assertThat(stage.servers(stage.source())).isOne();
        assertThat(stage.servers(stage.target())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page-server", "post-copy"})
    void aServiceAddressFollowsInOtherModesToo(String mode) {
        container = "service-" + mode;
        Questions service = new Questions(stage.client(), startService());
        int before = Questions.count(service.overUdp());
        String word = service.word();
        var _ = move(mode);

        assertThat(Questions.count(service.overUdp())).isGreaterThan(before);
        assertThat(service.overTcp()).endsWith(word);
        oneCopyServes();
    }

    @Test
    void aPortThatTheTargetUsesItselfIsFoundBeforeTheMove() throws Exception {
        container = "port";
        startService();
        Process other =
                stage.target().start(List.of("perl", "-e", script("service.pl"), "squatter"));
        try {
            await().atMost(SHORT).until(() -> stage.servers(stage.target()) == 1);
            await().atMost(SHORT)
                    .untilAsserted(
                            () ->
                                    assertThat(stage.check(container).path("findings"))
                                            .anySatisfy(
                                                    finding ->
                                                            assertThat(
                                                                            finding.path("code")
                                                                                    .asString())
                                                                    .isEqualTo("PORT_IN_USE")));
            assertThat(stage.check(container).path("fit").asBoolean()).isFalse();
        } finally {
            other.destroy();
        }
    }

    /** Returns its service address. */
    private String startService() {
        return startService(stage, container);
    }

    /** The same on another stage; the switches know of the address once they have seen the host. */
    static String startService(ModesStage stage, String container) {
        JsonNode started =
                stage.run(
                        container,
                        List.of("perl", "-e", script("service.pl")),
                        Map.of("network", "host", "ports", List.of("7000:7000", "7000:7000/udp")));
        String address = started.path("ip").asString();
        Questions questions = new Questions(stage.client(), address);
        await().atMost(ModesStage.PATIENCE).until(questions::isAnswered);
        return address;
    }

    /** Returns its IPv6 address. */
    private String startDemo() {
        return stage.run(container, DEMO).path("ipv6").asString();
    }

    private static void give(Machine machine, String address) {
        List<String> command =
                List.of("ip", "address", "replace", address + "/64", "dev", "br0", "nodad");
        assertThat(machine.exec(SHORT, command).exitCode()).isZero();
    }

    private JsonNode move() {
        return move("copy");
    }

    private JsonNode move(String mode) {
        JsonNode end = stage.awaitEnd(stage.order(container, mode));
        assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("committed");
        return end;
    }

    private void oneCopyServes() {
        assertThat(stage.servers(stage.source())).isZero();
        assertThat(stage.servers(stage.target())).isOne();
    }

    static String script(String name) {
        try (InputStream in = NetworksLabTest.class.getResourceAsStream("/networks/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
