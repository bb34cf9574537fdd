package io.transship.lab.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bench that is cut off leaves nothing behind. */
class BenchProcessTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** A bench with one program, and a file in its folder. */
    static final class Bench {

        private Bench() {}

        public static void main(String[] arguments) throws IOException {
            BenchFolder folder = new BenchFolder("test");
            Files.writeString(folder.path().resolve("file"), "kept");
            BenchProcess program =
                    BenchProcess.start(List.of("sh", "-c", "echo $$; exec sleep 300"));
            System.out.println(folder.path());
            System.out.println(program.hear());
            program.hear();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void itsProgramsEndWithIt(String signal) throws IOException, InterruptedException {
        Process bench =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Bench.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader said = bench.inputReader()) {
            Path folder = Path.of(said.readLine());
            ProcessHandle program = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(program.isAlive()).isTrue();
            assertThat(folder.resolve("file")).exists();

            new ProcessBuilder("kill", "-" + signal, String.valueOf(bench.pid())).start().waitFor();

            await().atMost(LONG).until(() -> !program.isAlive());
            await().atMost(LONG).until(() -> !bench.isAlive());
            if (signal.equals("KILL")) {
                Files.delete(folder.resolve("file"));
                Files.delete(folder);
            }
            assertThat(folder).doesNotExist();
        } finally {
            bench.destroyForcibly();
        }
    }

    @Test
    void whatIsClosedHasEnded() throws IOException {
        BenchProcess program = BenchProcess.start(List.of("sh", "-c", "echo $$; exec sleep 300"));
        ProcessHandle handle = ProcessHandle.of(Long.parseLong(program.hear())).orElseThrow();

        program.close();

        assertThat(handle.isAlive()).isFalse();
    }
}
