package io.transship.daemon.checkpoint.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.ProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runc starts as CRIU, with a CRIU that only writes down what it finds. */
class CriuWrapperTest {

    /** Says what it was told, and what is left to read on its socket. */
    private static final String FAKE =
            """
            #!/usr/bin/perl
            open my $out, '>', "$ENV{FOLDER}/said";
            open my $socket, '+<&=', $ARGV[1] if @ARGV > 1;
            recv $socket, my $message, 9, 64 if @ARGV > 1;
            print $out join(' ', $ARGV[0], unpack('H*', $message // ''), $ENV{PATH});
            """;

    /** Makes a pair of sockets, asks, and becomes what runc would start. */
    private static final String RUNC =
            """
            $^F = 99;
            socketpair(my $ours, my $its, 1, 5, 0) or die;
            send $ours, pack('H*', shift @ARGV), 0;
            my $wrapper = shift @ARGV;
            my $pid = fork // die;
            if (!$pid) { close $ours; exec $wrapper, 'swrk', fileno $its; }
            waitpid $pid, 0;
            exit($? ? 1 : 0);
            """;

    private static final String DUMP = "0801120100";
    private static final String RESTORE = "0802120100";
    private static final String VERSION = "080a";

    @TempDir private Path folder;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(folder.resolve("ours"));
        Files.createDirectories(folder.resolve("theirs"));
        program("theirs/criu", FAKE);
        try (var in = CriuWrapperTest.class.getResourceAsStream("/wrapper/criu")) {
            assertThat(in).isNotNull();
            program("ours/criu", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(new ProcessRunner().run(Command.of("mkfifo", barrier().toString())).succeeded())
                .isTrue();
    }

    @Test
    void aDumpAndARestoreWaitForTheirWordAndFindTheirRequest() throws IOException {
        for (String request : List.of(DUMP, RESTORE)) {
            CompletableFuture<CommandResult> criu = waiting(request);
            assertThat(folder.resolve("said")).doesNotExist();

            say("go");

            assertThat(criu.join().succeeded()).isTrue();
            assertThat(said()).startsWith("swrk " + request + " ");
            assertThat(said()).contains(" " + folder.resolve("ours") + ":");
            Files.delete(folder.resolve("said"));
            Files.delete(folder.resolve("go.waiting"));
        }
    }

    @Test
    void whatIsCalledOffNeverBegins() throws IOException {
        CompletableFuture<CommandResult> criu = waiting(DUMP);

        say("off");

        assertThat(criu.join().succeeded()).isFalse();
        assertThat(folder.resolve("said")).doesNotExist();
    }

    @Test
    void questionsAreAnsweredAtOnce() throws IOException {
        assertThat(runc(VERSION, true).succeeded()).isTrue();
        assertThat(said()).startsWith("swrk " + VERSION);
    }

    @Test
    void aRequestThatIsNotUnderstoodIsRefused() {
        assertThat(runc("ff01", true).succeeded()).isFalse();
        assertThat(folder.resolve("said")).doesNotExist();
    }

    @Test
    void withoutABarrierNobodyWaits() throws IOException {
        assertThat(runc(DUMP, false).succeeded()).isTrue();
        assertThat(said()).startsWith("swrk " + DUMP);
    }

    private CompletableFuture<CommandResult> waiting(String request) {
        CompletableFuture<CommandResult> criu =
                CompletableFuture.supplyAsync(() -> runc(request, true));
        await().until(() -> Files.exists(folder.resolve("go.waiting")));
        return criu;
    }

    private CommandResult runc(String request, boolean barrier) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "PATH",
                folder.resolve("ours")
                        + ":"
                        + folder.resolve("theirs")
                        + ":"
                        + System.getenv("PATH"));
        environment.put("FOLDER", folder.toString());
        if (barrier) {
            environment.put("TRANSSHIP_BARRIER", barrier().toString());
        }
        return new ProcessRunner()
                .run(
                        new Command(
                                List.of(
                                        "perl",
                                        "-e",
                                        RUNC,
                                        request,
                                        folder.resolve("ours/criu").toString()),
                                environment,
                                Duration.ofSeconds(60)));
    }

    private Path barrier() {
        return folder.resolve("go");
    }

    private void say(String word) throws IOException {
        Files.writeString(barrier(), word + "\n");
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
