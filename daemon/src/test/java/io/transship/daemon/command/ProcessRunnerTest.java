package io.transship.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRunnerTest {

    @TempDir private Path folder;
    private final ProcessRunner runner = new ProcessRunner();

    @Test
    void returnsExitCodeOutputAndErrors() {
        CommandResult result = runner.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));

        assertThat(result).isEqualTo(new CommandResult(3, "out\n", "err\n"));
        assertThat(result.succeeded()).isFalse();
        assertThat(result.words()).isEqualTo("err");
    }

    @Test
    void noShellSeesTheArguments() {
        CommandResult result = runner.run(Command.of("printf", "%s", "$(id) `id` ; id"));

        assertThat(result.output()).isEqualTo("$(id) `id` ; id");
    }

    @Test
    void passesInputAndEnvironment() {
        Command command = Command.of("sh", "-c", "cat; echo $WORD").with(Map.of("WORD", "there"));

        assertThat(runner.run(command, "here ").output()).isEqualTo("here there\n");
    }

    @Test
    void aProgramThatDoesNotReadItsInputIsNoError() throws IOException {
        InputStream endless = new ByteArrayInputStream(new byte[4 << 20]);

        assertThat(runner.feed(Command.of("true"), endless).exit()).isZero();
    }

    @Test
    void copiesOutputOfAnySize() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        CommandResult result = runner.drain(Command.of("head", "-c", "3000000", "/dev/zero"), out);

        assertThat(result.exit()).isZero();
        assertThat(out.size()).isEqualTo(3_000_000);
    }

    @Test
    void killsTheProgramWhoseOutputCanNotBeTaken() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no room");
                    }
                };

        assertThatThrownBy(() -> runner.drain(Command.of("cat", "/dev/zero"), broken))
                .isInstanceOf(IOException.class)
                .hasMessage("no room");
    }

    @Test
    void killsAProgramPastItsDeadlineWithItsChildren() throws IOException {
        Path pid = Files.createFile(folder.resolve("pid"));
        Command command = Command.of("sh", "-c", "sleep 600 & echo $! >" + pid + "; wait");
        // A slow machine may need longer to start the child at all.
        for (int millis = 300; Files.size(pid) == 0; millis *= 2) {
            Command limited = command.within(Duration.ofMillis(millis));
            assertThatThrownBy(() -> runner.run(limited))
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
        }

        long child = Long.parseLong(Files.readString(pid, StandardCharsets.US_ASCII).strip());
        await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aProgramThatIsNotThereIsAnOperatingError() {
        assertThatThrownBy(() -> runner.run(Command.of("no-such-program-anywhere")))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.MACHINE_INCOMPLETE));
    }
}
