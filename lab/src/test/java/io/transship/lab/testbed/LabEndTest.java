package io.transship.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.BitRate;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec.Extent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However a lab ends, nothing of it stays. */
@Tag("lab")
class LabEndTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final LabTopology SMALL = Shapes.linear(2, BitRate.ofMbps(10));

    /** A lab whose owner is another process: prints its number when it is up. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            try (Testbed testbed = start(arguments[0])) {
                System.out.println(testbed.number());
                while (System.in.read() >= 0) {
                    continue;
                }
            }
        }
    }

    private static Testbed start(String name) {
        Testbed testbed =
                Testbed.start(new LabSpec(name, SMALL).with(Extent.NETWORK), Progress.SILENT);
        testbed.machine("h1")
                .exec(SOON, "sh", "-c", "ip netns add left && ip link add left0 type veth");
        return testbed;
    }

    private static void assertNothingStays(int number) {
        await().atMost(SOON).untilAsserted(() -> assertThat(Traces.of(number)).isEmpty());
    }

    private static long keeper(int number) throws IOException {
        return Long.parseLong(Files.readString(new LabFolders(number).run().resolve("keeper")));
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    @Test
    void afterItIsClosed() throws Exception {
        Testbed testbed = start("end-closed");
        assertThat(Traces.of(testbed.number())).isNotEmpty();

        testbed.close();

        assertThat(Traces.of(testbed.number())).isEmpty();
    }

    @Test
    void afterSomebodyElseTookItDown() throws Exception {
        Testbed testbed = start("end-detached");
        testbed.detach();
        testbed.close();
        assertThat(testbed.machine("h1").exec(SOON, "true").succeeded()).isTrue();

        Testbed.attach("end-detached").down();

        assertThat(Traces.of(testbed.number())).isEmpty();
    }

    @Test
    void afterItsDriverWasKilled() throws Exception {
        try (Testbed testbed = start("end-driver")) {
            long unshare =
                    ProcessHandle.of(keeper(testbed.number()))
                            .orElseThrow()
                            .children()
                            .findFirst()
                            .orElseThrow()
                            .pid();
            long init =
                    ProcessHandle.of(unshare)
                            .orElseThrow()
                            .children()
                            .findFirst()
                            .orElseThrow()
                            .pid();
            kill(ProcessHandle.of(init).orElseThrow().children().findFirst().orElseThrow().pid());

            assertNothingStays(testbed.number());
        }
    }

    @Test
    void afterItsKeeperWasKilledAndTheNextLabCame() throws Exception {
        try (Testbed testbed = start("end-keeper")) {
            int number = testbed.number();
            kill(keeper(number));
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(Traces.of(number))
                                            .noneMatch(trace -> trace.startsWith("process "))
                                            .noneMatch(trace -> trace.startsWith("mount ")));

            Testbed.sweep();

            assertThat(Traces.of(number)).isEmpty();
        }
    }

    @Test
    void afterItsOwnerWasKilled() throws Exception {
        Process owner = owner("end-owner");
        int number = number(owner);

        kill(owner.pid());

        assertNothingStays(number);
    }

    @Test
    void afterItsOwnerWasInterrupted() throws Exception {
        Process owner = owner("end-interrupt");
        int number = number(owner);

        new ProcessBuilder("kill", "-INT", Long.toString(owner.pid())).start().waitFor();
        owner.waitFor();

        assertThat(Traces.of(number)).isEmpty();
    }

    @Test
    void afterItCouldNotBeBuilt() throws Exception {
        try (Keeper keeper = Keeper.start("end-broken", specWithoutARoot())) {
            int number = keeper.next().path("number").asInt();

            assertThatThrownBy(() -> awaitUp(keeper))
                    .hasMessageContaining("the lab can't be built");

            assertNothingStays(number);
        }
    }

    private static void awaitUp(Keeper keeper) {
        String event = "";
        while (!event.equals("up")) {
            event = keeper.next().path("event").asString("");
        }
    }

    private static Map<String, Object> specWithoutARoot() {
        Map<String, Object> host =
                Map.of(
                        "name",
                        "h1",
                        "index",
                        1,
                        "address",
                        "10.0.0.1",
                        "mac",
                        "02:00:0a:00:00:01",
                        "engine",
                        "docker");
        return Map.of(
                "rootfs", "/nonexistent",
                "readOnly", List.of(),
                "failMode", "standalone",
                "controllerPort", 0,
                "switches", List.of(),
                "links", List.of(),
                "hosts", List.of(host));
    }

    private static Process owner(String name) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        name + "-" + ProcessHandle.current().pid())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int number(Process owner) throws IOException {
        BufferedReader output = owner.inputReader();
        return Integer.parseInt(output.readLine());
    }
}
