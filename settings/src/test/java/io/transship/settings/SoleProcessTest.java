package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoleProcessTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir private Path folder;

    /** Holds the lock of its first argument until its standard input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (SoleProcess held = SoleProcess.of(Path.of(arguments[0]), LONG)) {
                System.out.println("held by " + held.getClass().getSimpleName());
                var _ = System.in.read();
            }
        }
    }

    @Test
    void theNextOneWaitsUntilTheFirstOneIsGone() throws Exception {
        Path lock = folder.resolve("work/daemon.lock");
        Process holder = start(lock);

        assertThatThrownBy(() -> SoleProcess.of(lock, SHORT))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(FailureCode.ALREADY_RUNNING);
                            assertThat(e.line()).contains(String.valueOf(holder.pid()));
                        });

        CompletableFuture<SoleProcess> next =
                CompletableFuture.supplyAsync(() -> SoleProcess.of(lock, LONG));
        assertThat(next).isNotDone();
        holder.destroyForcibly();
        next.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
        assertThat(Files.readString(lock).strip())
                .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void theSameProcessHasItOnlyOnceAtATime() {
        Path lock = folder.resolve("daemon.lock");
        SoleProcess first = SoleProcess.of(lock, SHORT);
        assertThatThrownBy(() -> SoleProcess.of(lock, SHORT))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.ALREADY_RUNNING));

        first.close();
        SoleProcess.of(lock, SHORT).close();
    }

    private static Process start(Path lock) throws IOException {
        Process process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                lock.toString())
                        .start();
        BufferedReader words = process.inputReader();
        assertThat(words.readLine()).startsWith("held");
        return process;
    }
}
