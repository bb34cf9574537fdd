package io.transship.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.lab.Main;
import io.transship.lab.demo.proof.Leftovers;
import io.transship.lab.testbed.Testbed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo as a person starts it: a process of its own, judged by what it leaves and says. */
@Tag("lab")
class DemoLabTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Another run of this test may be going on beside this one. */
    private static final String NAME = "demo-" + ProcessHandle.current().pid();

    @TempDir private Path folder;
    private Process demo;

    @AfterEach
    void end() throws InterruptedException {
        demo.destroy();
        assertThat(demo.waitFor(2, TimeUnit.MINUTES)).as("the demo ends").isTrue();
    }

    /** Thesis 7.2.1 to 7.2.3: where each policy moves the container from h2. */
    @ParameterizedTest(name = "scenario {0}, {1}: to {2}")
    @CsvSource({
        "1, bandwidth, h3",
        "1, shortest-path, h5",
        "2, bandwidth, h5",
        "3, random, h3 h4 h5"
    })
    void theContainerMovesWhereThePolicySays(int scenario, String policy, String targets)
            throws Exception {
        Path json = folder.resolve("result.json");
        start("--scenario=" + scenario, "--policy=" + policy, "--state=1MiB", "--json=" + json);
        assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(output()).isZero();

        JsonNode result = MAPPER.readTree(json);
        assertThat(result.at("/decision/target").asString()).isIn(List.of(targets.split(" ")));
        assertThat(result.at("/client/connectionSurvived").asBoolean()).isTrue();
        assertThat(result.at("/client/requestsSent").asLong()).isPositive();
        assertThat(result.at("/client/repliesLost").asLong()).isZero();
        assertThat(result.at("/client/repliesReordered").asLong()).isZero();
        assertThat(result.at("/bytes/state").asLong()).isGreaterThan(1 << 20);
        // The demo's state does not shrink; the rest of the dump may.
        assertThat(result.at("/bytes/moved").asLong()).isGreaterThan(1 << 20);
        assertThat(result.at("/decision/candidates").size()).isGreaterThanOrEqualTo(3);
        assertThat(output().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void anInterruptedDemoLeavesNothing() throws Exception {
        start();
        await().atMost(PATIENCE).until(() -> output().contains("The lab is up") || !demo.isAlive());
        assertThat(output()).contains("The lab is up");
        int lab = Testbed.up().get(NAME);
        String keeper = Leftovers.keeper(lab);

        new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start().waitFor();

        assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isNotZero();
        await().atMost(PATIENCE).until(() -> Leftovers.of(lab, keeper).isEmpty());
    }

    private void start(String... words) throws IOException {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        System.getProperty("java.home") + "/bin/java",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Main.class.getName(),
                                        "demo",
                                        "--name",
                                        NAME),
                                Stream.of(words))
                        .toList();
        demo =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(outputFile())
                        .start();
    }

    private File outputFile() {
        return folder.resolve("output.txt").toFile();
    }

    private String output() throws IOException {
        return Files.readString(outputFile().toPath());
    }
}
