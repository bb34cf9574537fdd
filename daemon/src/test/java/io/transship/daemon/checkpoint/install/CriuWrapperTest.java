package io.transship.daemon.checkpoint.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.transfer.tunnel.LocalSocket;
import io.transship.daemon.transfer.tunnel.PageDoor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runc starts as CRIU, with a CRIU that only writes down what it finds. */
class CriuWrapperTest {

    /**
     * Says that it runs, then what it was told, after it has told its client of the end of a dump.
     * An end without a word is the client's. Before a dump it asks whether it may, unless it is
     * hasty.
     */
    private static final String FAKE =
            """
            #!/usr/bin/perl
            use Socket;
            sub say_in { open my $out, '>', "$ENV{FOLDER}/$_[0]"; print $out $_[1]; close $out; }
            say_in('started', '');
            if (@ARGV > 2 && $ARGV[0] eq '--ps-socket') {
                open my $pages, '>&=', $ARGV[1] or die;
                syswrite $pages, 'a page';
                splice @ARGV, 0, 2;
            }
            open my $socket, '+<&=', $ARGV[1] if @ARGV > 1;
            recv $socket, my $message, 99, 0;
            exit 1 if $message eq '';
            sub notified {
                send $socket, pack('H*', '08061001' . '1a0b') . "\\x0a" . chr(length $_[0]) . $_[0], 0;
            }
            if (ord(substr $message, 1) == 1) {
                notified($ENV{HASTY} ? 'network-lock' : 'pre-dump');
                recv $socket, my $leave, 99, 0;
                exit 1 if $leave eq '';
                say_in('leave', unpack 'H*', $leave);
            }
            my ($client) = unpack 'i', getsockopt $socket, SOL_SOCKET, SO_PEERCRED;
            my $folder = readlink "/proc/$client/fd/$ENV{NUMBER}";
            notified('post-dump');
            recv $socket, my $answer, 99, 0;
            say_in('said', join(' ', $ARGV[0], unpack('H*', $message), $answer, $folder, $ENV{PATH}));
            """;

    /** Makes a pair of sockets, asks, and starts what runc would start; thanks for all it hears. */
    private static final String RUNC =
            """
            opendir my $folder, $ENV{FOLDER} or die;
            $ENV{NUMBER} = fileno $folder;
            $^F = 2;
            socketpair(my $ours, my $its, 1, 5, 0) or die;
            my $options = "\\x28\\x01\\x08" . chr(fileno $folder) . "\\x9a\\x03\\x03abc";
            send $ours, pack('H*', shift @ARGV) . "\\x12" . chr(length $options) . $options, 0;
            my $wrapper = shift @ARGV;
            my $pid = fork // die;
            if (!$pid) { $^F = 99; open my $kept, '+<&=', fileno $its;
                fcntl $its, 2, 0; close $ours; exec $wrapper, 'swrk', fileno $its; }
            close $its;
            while (defined recv $ours, my $message, 99, 0) {
                last if $message eq '';
                send $ours, "thanks-for-" . length $message, 0;
            }
            waitpid $pid, 0;
            exit($? ? 1 : 0);
            """;

    private static final String DUMP = "0801";
    private static final String RESTORE = "0802";
    private static final String VERSION = "080a";

    @TempDir private Path folder;
    private @Nullable Path pages;
    private boolean hasty;

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
    void aDumpAndARestoreHaveBeenStartedAndWaitForTheirWord() throws IOException {
        for (String request : List.of(DUMP, RESTORE)) {
            CompletableFuture<CommandResult> criu = waiting(request);
            await().until(() -> Files.exists(folder.resolve("started")));
            assertThat(folder.resolve("said")).doesNotExist();
            assertThat(folder.resolve("go.done")).doesNotExist();

            say("go");

            assertThat(criu.join().succeeded()).isTrue();
            assertThat(said()).startsWith("swrk " + request).contains(" thanks-for-17 ");
            assertThat(said()).contains(" " + folder.resolve("ours") + ":");
            assertThat(folder.resolve("go.done")).exists();
            for (String file : List.of("said", "started", "go.waiting", "go.done")) {
                Files.delete(folder.resolve(file));
            }
        }
    }

    @Test
    void aDumpWaitsWhereCriuAsksBeforeItLooksAtAnyProcess() throws IOException {
        CompletableFuture<CommandResult> criu = waiting(DUMP);
        assertThat(folder.resolve("leave")).doesNotExist();

        say("go");

        assertThat(criu.join().succeeded()).isTrue();
        // "Go on", as a real runc would say it; the one here, which was not asked, says thanks.
        assertThat(folder.resolve("leave")).hasContent("08061801");
        assertThat(said()).contains(" thanks-for-");
    }

    @Test
    void aCriuThatDoesNotAskIsCutOff() {
        hasty = true;

        assertThat(runc(DUMP, true).succeeded()).isFalse();
        assertThat(folder.resolve("go.waiting")).doesNotExist();
        assertThat(folder.resolve("leave")).doesNotExist();
    }

    @Test
    void whoListensIsToldThatItIsDone() throws IOException {
        Path nudge = folder.resolve("go.nudge");
        assertThat(new ProcessRunner().run(Command.of("mkfifo", nudge.toString())).succeeded())
                .isTrue();
        CompletableFuture<CommandResult> criu = waiting(RESTORE);
        try (FileChannel listening =
                FileChannel.open(nudge, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            say("go");
            assertThat(listening.read(ByteBuffer.allocate(9))).isEqualTo(1);
            assertThat(folder.resolve("go.done")).exists();
        }
        assertThat(criu.join().succeeded()).isTrue();
    }

    @Test
    void runcHearsOfTheEndWithTheNextWordOrAMomentLater() throws IOException {
        CompletableFuture<CommandResult> criu = waiting(RESTORE);
        say("go");
        await().until(() -> Files.exists(folder.resolve("go.done")));

        say("end");

        assertThat(criu.join().succeeded()).isTrue();
        assertThat(said()).contains(" thanks-for-17 ");
    }

    @Test
    void criuIsGivenAConnectionForItsPages() throws IOException {
        try (PageDoor door = new PageDoor(folder.resolve("pages"))) {
            pages = folder.resolve("pages");
            CompletableFuture<CommandResult> criu = waiting(DUMP);

            say("go");

            assertThat(criu.join().succeeded()).isTrue();
            try (LocalSocket came = door.admitSpeaker(Duration.ofSeconds(30))) {
                assertThat(came.in().readAllBytes()).asString().isEqualTo("a page");
            }
        }
    }

    @Test
    void whereNobodyTakesItsPagesCriuDoesNotBegin() {
        pages = folder.resolve("nobody");

        assertThat(runc(DUMP, false).succeeded()).isFalse();
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(runc(VERSION, false).succeeded()).isTrue();
    }

    @Test
    void criuFindsItsClientsFoldersByTheirNumbers() throws IOException {
        CompletableFuture<CommandResult> criu = waiting(DUMP);

        say("go");

        assertThat(criu.join().succeeded()).isTrue();
        assertThat(said()).contains(" " + folder.toRealPath() + " ");
    }

    @Test
    void whatIsCalledOffNeverBegins() throws IOException {
        CompletableFuture<CommandResult> criu = waiting(DUMP);

        say("off");

        assertThat(criu.join().succeeded()).isFalse();
        assertThat(folder.resolve("said")).doesNotExist();
    }

    @Test
    void nobodyWaitsForARuncThatIsGone() throws IOException {
        CompletableFuture<CommandResult> criu = waiting(DUMP);
        await().until(() -> Files.exists(folder.resolve("started")));

        ProcessHandle.current()
                .descendants()
                .filter(each -> each.info().arguments().orElse(new String[0]).length > 2)
                .filter(each -> List.of(each.info().arguments().get()).contains(RUNC))
                .forEach(ProcessHandle::destroyForcibly);

        assertThat(criu.join().succeeded()).isFalse();
        await().until(() -> ProcessHandle.allProcesses().noneMatch(this::isOurs));
        assertThat(folder.resolve("said")).doesNotExist();
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of()).stream()
                .anyMatch(each -> each.startsWith(folder.toString()));
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
        if (pages != null) {
            environment.put("TRANSSHIP_PAGES", pages.toString());
        }
        if (hasty) {
            environment.put("HASTY", "1");
        }
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
