package io.transship.daemon.checkpoint.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.harness.RootFilesystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our OCI runtime in a machine's root file system, with a runc that only writes down what it is
 * told.
 */
@Tag("real")
class OciRuntimeTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String FAKE =
            """
            #!/bin/bash
            printf '%s\\n' "$@" >>/mnt/argv
            echo "$PATH" >/mnt/path
            echo "${TRANSSHIP_BARRIER-none} $TRANSSHIP_NETWORK" >>/mnt/told
            [ ! -e /mnt/fails ]
            """;

    /** Seen as /mnt inside. */
    @TempDir private Path folder;

    @BeforeEach
    void install() throws IOException {
        for (String each :
                List.of(
                        "pending",
                        "restored",
                        "roots",
                        "migrations/m1/images",
                        "library/bin",
                        "netns",
                        "a b'c")) {
            Files.createDirectories(folder.resolve(each));
        }
        program("runc", FAKE);
        try (var in = OciRuntimeTest.class.getResourceAsStream("/wrapper/transship-runc")) {
            assertThat(in).isNotNull();
            program(
                    "wrapper",
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@RUN@", "/mnt")
                            .replace("@LIBRARY@", "/mnt/library")
                            .replace("@NAMESPACES@", "/mnt/netns")
                            .replace("@RUNC@", "/mnt/runc"));
        }
        Files.createFile(folder.resolve("netns/ts-c1"));
    }

    @Test
    void otherContainersArePassedOnUntouched() throws IOException {
        bundle("{\"linux\":{},\"hooks\":{\"prestart\":[]}}");
        String before = Files.readString(folder.resolve("a b'c/config.json"));

        assertThat(create().succeeded()).isTrue();

        assertThat(argv()).isEqualTo(arguments("create"));
        assertThat(folder.resolve("a b'c/config.json")).hasContent(before);
    }

    @Test
    void everyOtherVerbIsPassedOnUntouched() throws IOException {
        for (String verb : List.of("state", "kill", "exec", "start", "delete")) {
            Files.deleteIfExists(folder.resolve("argv"));
            assertThat(run("--root", "/r", verb, "--all", ID, "x y", "").succeeded()).isTrue();
            assertThat(argv()).containsExactly("--root", "/r", verb, "--all", ID, "x y", "");
        }
        Files.deleteIfExists(folder.resolve("argv"));
        assertThat(run("--unknown", "--root", "/r").succeeded()).isTrue();
        assertThat(argv()).containsExactly("--unknown", "--root", "/r");
    }

    @Test
    void ourContainersGetTheirNamespaceAndLoseDockersHooks() throws IOException {
        bundle(ours("c1"));

        assertThat(create().succeeded()).isTrue();

        assertThat(argv()).isEqualTo(arguments("create"));
        assertThat(Files.readString(folder.resolve("a b'c/config.json")))
                .contains("\"/mnt/netns/ts-c1\"", "\"pid\"", "\"kept\"")
                .doesNotContain("hooks");
        assertThat(folder.resolve("roots/" + ID)).hasContent("/run/runc root");
    }

    @Test
    void aContainerWithoutItsNamespaceIsRefusedWithAReason() throws IOException {
        bundle(ours("c2"));

        assertThat(create().succeeded()).isFalse();

        assertThat(folder.resolve("argv")).doesNotExist();
        assertThat(folder.resolve("log.json"))
                .content()
                .startsWith(
                        "{\"level\":\"error\",\"msg\":\"transship: container c2 has no network");
    }

    @Test
    void hostileNamesAreRefused() throws IOException {
        for (String name :
                List.of("../c1", "c1/../../x", "$(touch /mnt/argv)", "", " ", "-c1", "c1\\nx")) {
            bundle(ours(name));
            boolean nameless = name.isEmpty();
            assertThat(create().succeeded()).isEqualTo(nameless);
            assertThat(Files.exists(folder.resolve("argv"))).isEqualTo(nameless);
            Files.deleteIfExists(folder.resolve("argv"));
        }
        bundle(ours("c1"));
        Files.writeString(folder.resolve("pending/c1"), "../m1");
        assertThat(create().succeeded()).isFalse();
        assertThat(folder.resolve("argv")).doesNotExist();
    }

    @Test
    void aPendingRestoreWaitsForItsWordAndItsStartIsSwallowedOnce() throws IOException {
        CompletableFuture<CommandResult> restore = pendingRestore();
        assertThat(restore).isNotDone();
        assertThat(folder.resolve("argv")).doesNotExist();

        say("go");

        assertThat(restore.join().succeeded()).isTrue();
        assertThat(argv())
                .containsExactly(
                        "--root",
                        "/run/runc root",
                        "--log",
                        "/mnt/log.json",
                        "--log-format",
                        "json",
                        "restore",
                        "--detach",
                        "--tcp-established",
                        "--file-locks",
                        "--image-path",
                        "/mnt/migrations/m1/images",
                        "--work-path",
                        "/mnt/migrations/m1/work",
                        "--bundle",
                        "/mnt/a b'c",
                        "--pid-file",
                        "/mnt/p",
                        ID);
        assertThat(Files.readString(folder.resolve("path"))).startsWith("/mnt/library/bin:");
        Files.delete(folder.resolve("argv"));
        assertThat(run("--root", "/r", "start", ID).succeeded()).isTrue();
        assertThat(folder.resolve("argv")).doesNotExist();
        assertThat(run("--root", "/r", "start", ID).succeeded()).isTrue();
        assertThat(argv()).containsExactly("--root", "/r", "start", ID);
    }

    @Test
    void whereTheDescriptorsAreKnownCriuWaitsAndNotTheRuntime() throws IOException {
        knowDescriptors();
        pend();

        assertThat(create().succeeded()).isTrue();

        assertThat(folder.resolve("told")).hasContent("/mnt/migrations/m1/go /mnt/netns/ts-c1");
        assertThat(folder.resolve("migrations/m1/go.waiting")).doesNotExist();
        assertThat(folder.resolve("migrations/m1/early")).exists();
        assertThat(folder.resolve("migrations/m1/go.done")).exists();
    }

    @Test
    void aCriuThatStepsBackIsFollowedByAnotherWait() throws IOException {
        knowDescriptors();
        Files.createFile(folder.resolve("migrations/m1/again"));
        Files.createFile(folder.resolve("fails"));
        CompletableFuture<CommandResult> restore = pendingRestore();
        Files.delete(folder.resolve("fails"));

        say("go");

        assertThat(restore.join().succeeded()).isTrue();
        assertThat(Files.readAllLines(folder.resolve("told")))
                .containsExactly("/mnt/migrations/m1/go /mnt/netns/ts-c1", "none /mnt/netns/ts-c1");
    }

    private void knowDescriptors() throws IOException {
        Files.writeString(folder.resolve("migrations/m1/images/descriptors.json"), "[]");
        program("library/bin/criu", "");
    }

    @Test
    void aRestoreThatIsCalledOffNeverBegins() throws IOException {
        CompletableFuture<CommandResult> restore = pendingRestore();

        say("off");

        assertThat(restore.join().succeeded()).isFalse();
        assertThat(folder.resolve("argv")).doesNotExist();
        assertThat(folder.resolve("log.json")).content().contains("called off");
    }

    @Test
    void aFailedRestoreIsNotTakenForAStartedContainer() throws IOException {
        Files.createFile(folder.resolve("fails"));
        CompletableFuture<CommandResult> restore = pendingRestore();

        say("go");

        assertThat(restore.join().exit()).isEqualTo(1);
        assertThat(folder.resolve("restored/" + ID)).doesNotExist();
    }

    @Test
    void whatIsKeptOfAContainerGoesWithIt() throws IOException {
        Files.createFile(folder.resolve("restored/" + ID));
        Files.createFile(folder.resolve("roots/" + ID));

        assertThat(run("--root", "/r", "delete", "--force", ID).succeeded()).isTrue();

        assertThat(folder.resolve("restored")).isEmptyDirectory();
        assertThat(folder.resolve("roots")).isEmptyDirectory();
    }

    private void pend() throws IOException {
        bundle(ours("c1"));
        Files.writeString(folder.resolve("pending/c1"), "m1");
        String barrier = folder.resolve("migrations/m1/go").toString();
        assertThat(new ProcessRunner().run(Command.of("mkfifo", barrier)).succeeded()).isTrue();
    }

    private CompletableFuture<CommandResult> pendingRestore() throws IOException {
        pend();
        CompletableFuture<CommandResult> restore = CompletableFuture.supplyAsync(this::create);
        await().until(() -> Files.exists(folder.resolve("migrations/m1/go.waiting")));
        return restore;
    }

    private void say(String word) throws IOException {
        Files.writeString(folder.resolve("migrations/m1/go"), word + "\n");
    }

    private static String ours(String name) {
        return """
               {"annotations": {"io.transship.container": "%s"}, "hooks": {"prestart": [{}]}, "kept": 1,
                "linux": {"namespaces": [{"type": "pid"}, {"type": "network"}]}}
               """
                .formatted(name);
    }

    private void bundle(String config) throws IOException {
        Files.writeString(folder.resolve("a b'c/config.json"), config);
    }

    private CommandResult create() {
        return run(arguments("create").toArray(String[]::new));
    }

    private static List<String> arguments(String verb) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--root", "/run/runc root", "--log", "/mnt/log.json"));
        arguments.addAll(List.of("--log-format", "json", verb, "--bundle", "/mnt/a b'c"));
        arguments.addAll(List.of("--pid-file", "/mnt/p", ID));
        return arguments;
    }

    private List<String> argv() throws IOException {
        return Files.readAllLines(folder.resolve("argv"));
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CommandResult run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--mount", "bash", "-ec"));
        command.add("mount --bind \"$0\" \"$1/mnt\"; exec chroot \"$@\"");
        command.add(folder.toString());
        try {
            command.add(RootFilesystem.bundle().resolve("root").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.add("/mnt/wrapper");
        command.addAll(List.of(arguments));
        return new ProcessRunner().run(Command.of(command.toArray(String[]::new)));
    }
}
