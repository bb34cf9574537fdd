package io.transship.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manager's program as a process: what it says before it begins. */
class ManagerProgramTest {

    private record Ended(int exit, String out, String err) {}

    private static final Path SAMPLE =
            Path.of("").toAbsolutePath().getParent().resolve("config/manager.yaml");

    @TempDir Path folder;

    @Test
    void aFileIsCheckedWithoutAManager() throws Exception {
        Ended valid = run("--check", "--config", SAMPLE.toString());

        assertThat(valid.exit()).isZero();
        assertThat(valid.out()).contains("manager.yaml is valid.");
    }

    @Test
    void aFileThatCannotBeUsedIsOneLineAndExitCodeTwo() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("m.yaml"),
                        Files.readString(SAMPLE)
                                .replace("policy: bandwidth ", "policy: bandwith "));
        Ended refused = run("--config", file.toString());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err())
                .containsPattern("^POLICY_UNKNOWN: m\\.yaml:8: there is no policy 'bandwith'")
                .contains("did you mean 'bandwidth'?");
    }

    @Test
    void withoutAFileItSaysHow() throws Exception {
        Ended lost = run();

        assertThat(lost.exit()).isEqualTo(2);
        assertThat(lost.err()).startsWith("USAGE: --config FILE is missing.");
    }

    private static Ended run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("io.transship.manager.Main");
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }
}
