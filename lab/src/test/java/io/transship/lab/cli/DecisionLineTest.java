package io.transship.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.cli.Main;
import io.transship.manager.Manager;
import io.transship.manager.config.ConfigLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs about decisions and drains as people mistype them, and where no switch is there yet. */
class DecisionLineTest {

    private record Answer(int exit, String out, String err) {}

    private static final Map<String, String> MISTYPED =
            Map.ofEntries(
                    Map.entry("explain d9", "DECISION_UNKNOWN: there is no decision 'd9'"),
                    Map.entry("approve d9", "DECISION_UNKNOWN"),
                    Map.entry("approve", "USAGE: Missing required parameter: 'ID'."),
                    Map.entry("reject d9", "DECISION_UNKNOWN"),
                    Map.entry("policy replay d9", "DECISION_UNKNOWN"),
                    Map.entry("policy replay", "USAGE: Missing required parameter: 'ID'."),
                    Map.entry("policy try --policy fast", "POLICY_UNKNOWN: there is no policy"),
                    Map.entry("policy try --container sever", "did you mean 'server'?"),
                    Map.entry("drain h9", "HOST_UNKNOWN: there is no host 'h9'"),
                    Map.entry("undrain h9", "HOST_UNKNOWN"),
                    Map.entry("drain", "USAGE: Missing required parameter: 'HOST'."),
                    Map.entry("drain h:9", "USAGE"));

    @TempDir private Path folder;
    private Manager manager;

    @BeforeEach
    void start() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("manager.yaml"),
                        CommandLineTest.CONFIG.formatted(folder.resolve("manager.db")));
        manager = new Manager(ConfigLoader.load(file), 42, PlayedDaemons::new, Clock.systemUTC());
        manager.start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> run("containers").out().contains("server"));
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    private Answer run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(
                                Stream.of(words),
                                Stream.of(
                                        "--manager=http://127.0.0.1:" + manager.apiPort(),
                                        "--token-file=" + folder.resolve("api.token")))
                        .toArray(String[]::new);
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return new Answer(exit, out.toString(), err.toString());
    }

    @Test
    void whatIsMistypedIsOneLineAndWhatCannotMoveSaysWhy() {
        MISTYPED.forEach(
                (line, words) -> {
                    Answer answer = run(line.split(" "));
                    assertThat(answer.err()).as(line).contains(words);
                    assertThat(answer.err().lines()).as(line).hasSize(1);
                    assertThat(answer.exit()).as(line).isEqualTo(2);
                });
        assertThat(run("explain", "").err()).startsWith("USAGE: a name or an id is empty.");

        assertThat(run("policy", "try", "--policy", "random").out())
                .contains("random: server, h2 -> h", "was drawn from the free hosts");
        Answer drained = run("drain", "h2", "--wait");
        assertThat(drained.exit()).isOne();
        assertThat(drained.out()).contains("what is left can't move", "server", "stuck");
        assertThat(run("hosts").out()).containsPattern("h2 .* maintenance");
        assertThat(run("undrain", "h2").out()).startsWith("Host h2 is not under maintenance.");
        assertThat(List.of(run("decisions").out())).containsExactly("No decisions yet.\n");
    }
}
