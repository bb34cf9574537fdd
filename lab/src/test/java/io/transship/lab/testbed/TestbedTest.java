package io.transship.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.scenarios.Scenario;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec.Extent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The thesis' first network, with switches that learn by themselves. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestbedTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private Testbed testbed;

    @BeforeAll
    void up() {
        testbed =
                Testbed.start(
                        new LabSpec("testbed-test", Scenario.of(1).topology()).with(Extent.NETWORK),
                        Progress.SILENT);
    }

    @AfterAll
    void down() {
        testbed.close();
    }

    private static Finished ping(Testbed lab, String from, String to) {
        return lab.machine(from)
                .exec(SOON, "ping", "-c", "1", "-W", "2", lab.machine(to).address().text());
    }

    private void awaitPing(String from, String to) {
        await().atMost(SOON).until(() -> ping(testbed, from, to).succeeded());
    }

    private double receivedMbps(String client, String server) {
        Process listening =
                testbed.machine(server).start(List.of("iperf3", "--server", "--one-off"));
        try {
            String address = testbed.machine(server).address().text();
            await().atMost(SOON)
                    .until(
                            () ->
                                    testbed.machine(server)
                                            .exec(SOON, "ss", "-ltn")
                                            .output()
                                            .contains(":5201"));
            Finished done =
                    testbed.machine(client)
                            .exec(
                                    SOON,
                                    "sh",
                                    "-c",
                                    "iperf3 -J -t 4 -c "
                                            + address
                                            + " | jq .end.sum_received.bits_per_second");
            return Double.parseDouble(done.output().strip()) / 1e6;
        } finally {
            listening.destroyForcibly();
        }
    }

    @Test
    void everyHostReachesEveryOther() {
        for (Machine from : testbed.machines()) {
            for (Machine to : testbed.machines()) {
                awaitPing(from.name(), to.name());
            }
        }
    }

    @Test
    void everyHostIsAMachineOfItsOwn() {
        Set<String> namespaces = new HashSet<>();
        for (Machine machine : testbed.machines()) {
            assertThat(machine.exec(SOON, "hostname").output().strip()).isEqualTo(machine.name());
            assertThat(machine.exec(SOON, "docker", "ps").succeeded()).isTrue();
            for (String kind : List.of("mnt", "net", "pid", "uts", "ipc", "cgroup")) {
                namespaces.add(machine.exec(SOON, "readlink", "/proc/1/ns/" + kind).output());
            }
        }
        assertThat(namespaces).hasSize(6 * testbed.machines().size());
    }

    @Test
    void aMachineSeesNothingOfTheOthersSecrets() {
        assertThat(testbed.machine("h2").exec(SOON, "ls", "/etc/transship").output())
                .contains("key.pem");
        assertThat(testbed.machine("h2").exec(SOON, "ls", "/run/transship/lab").succeeded())
                .isFalse();
        assertThat(testbed.machine("h2").exec(SOON, "touch", "/etc/transship/x").succeeded())
                .isFalse();
    }

    @Test
    void anEngineKnowsOurRuntime() {
        assertThat(
                        testbed.machine("h3")
                                .exec(SOON, "docker", "info", "-f", "{{json .Runtimes}}")
                                .output())
                .contains("/usr/local/lib/transship/transship-runc");
    }

    @Test
    void aCommandsOutputAndExitCodeComeBack() {
        Finished done =
                testbed.machine("h1").exec(SOON, "sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(done).isEqualTo(new Finished(3, "out\n", "err\n"));
    }

    @Test
    void aProgramDiesWithItsHandle() {
        Machine machine = testbed.machine("h1");
        Process process = machine.start(List.of("sleep", "4242"));
        await().atMost(SOON)
                .until(() -> machine.exec(SOON, "pgrep", "-f", "^sleep 4242").succeeded());

        process.destroyForcibly();

        await().atMost(SOON)
                .until(() -> !machine.exec(SOON, "pgrep", "-f", "^sleep 4242").succeeded());
    }

    @Test
    void aCommandThatTakesTooLongIsEnded() {
        assertThatThrownBy(
                        () -> testbed.machine("h1").exec(Duration.ofMillis(300), "sleep", "4343"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
    }

    @Test
    void aCutCableCarriesNothingUntilItIsMended() {
        awaitPing("h1", "h2");

        testbed.cut("s1", "s2");
        assertThat(ping(testbed, "h1", "h2").succeeded()).isFalse();
        assertThat(
                        testbed.state().links().stream()
                                .filter(link -> !link.plugged())
                                .map(LabState.LinkState::b))
                .containsExactly("s2");

        testbed.restore("s2", "s1");
        awaitPing("h1", "h2");
    }

    @Test
    void aLinkCarriesItsCapacityAndNoMore() {
        assertThat(receivedMbps("h1", "h4")).isBetween(2.5, 5.0);

        testbed.rate("s1", "s4", BitRate.ofMbps(2));
        assertThat(receivedMbps("h1", "h4")).isBetween(1.0, 2.0);

        testbed.rate("s4", "s1", BitRate.ofMbps(5));
        assertThat(testbed.state().links())
                .contains(new LabState.LinkState("s1", "s4", BitRate.ofMbps(5), true));
    }

    @Test
    void aPowerCutEndsEverythingOnAHostAndItsDiskStays() {
        Machine victim = testbed.machine("h5");
        victim.exec(SOON, "sh", "-c", "echo kept >/root/note");
        Process running = victim.start(List.of("sleep", "4444"));

        testbed.kill("h5");

        assertThat(
                        running.onExit()
                                .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                                .join()
                                .isAlive())
                .isFalse();
        assertThat(ping(testbed, "h1", "h5").succeeded()).isFalse();
        assertThatThrownBy(() -> victim.exec(SOON, "true")).hasMessageContaining("no power");

        testbed.start("h5");

        awaitPing("h1", "h5");
        assertThat(victim.exec(SOON, "cat", "/root/note").output()).isEqualTo("kept\n");
        assertThat(victim.exec(SOON, "docker", "ps").succeeded()).isTrue();
    }

    @Test
    void anotherLabWithTheSameAddressesDoesNotDisturb() {
        LabSpec twin =
                new LabSpec("testbed-twin", Shapes.linear(2, BitRate.ofMbps(10)))
                        .with(Extent.NETWORK);
        try (Testbed other = Testbed.start(twin, Progress.SILENT)) {
            assertThat(other.number()).isNotEqualTo(testbed.number());
            assertThat(Testbed.up()).containsKeys("testbed-test", "testbed-twin");
            await().atMost(SOON).until(() -> ping(other, "h1", "h2").succeeded());
            other.cut("s1", "s2");
            assertThat(ping(other, "h1", "h2").succeeded()).isFalse();
            awaitPing("h1", "h2");
        }
    }

    @Test
    void aSecondLabOfTheSameNameIsRefused() {
        LabSpec same =
                new LabSpec("testbed-test", Shapes.linear(1, BitRate.ofMbps(1)))
                        .with(Extent.NETWORK);

        assertThatThrownBy(() -> Testbed.start(same, Progress.SILENT).close())
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.LAB_ALREADY_UP));
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> testbed.machine("h9")).hasMessageContaining("no host 'h9'");
        assertThatThrownBy(() -> testbed.cut("s1", "s9")).hasMessageContaining("no link s1-s9");
        assertThatThrownBy(() -> Testbed.attach("nowhere"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.LAB_NOT_UP));
    }
}
