package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.command.Command;
import io.transship.daemon.command.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against find(1), whose answers have to be the same. */
class FewFilesTest {

    private final ProcessRunner commands = new ProcessRunner();
    private final TreeWalk walk = new TreeWalk(commands, InstantSource.system());

    @TempDir private Path root;

    @Test
    void saysWhatFindSays() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x--xrw-"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000, 123_456_789)));
        Files.createLink(root.resolve("second name"), file);
        Files.createSymbolicLink(root.resolve("link"), Path.of("/nowhere"));
        Files.writeString(
                Files.createDirectories(root.resolve("deep/er")).resolve("a name of two\nlines"),
                "x");
        run("chmod", "6711", root.resolve("deep").toString());
        run("mkfifo", root.resolve("pipe").toString());
        run("touch", "-d", "1931-02-03 04:05:06", root.resolve("deep/er").toString());

        assertThat(new FewFiles(root).look())
                .hasValueSatisfying(
                        found ->
                                assertThat(found)
                                        .hasSize(8)
                                        .containsExactlyInAnyOrderElementsOf(walk.find(root)));
    }

    @Test
    void manyFilesAreForFind() throws IOException {
        for (int i = 1; i < FewFiles.LIMIT; i++) {
            Files.createFile(root.resolve("file-" + i));
        }
        assertThat(new FewFiles(root).look())
                .hasValueSatisfying(found -> assertThat(found).hasSize(FewFiles.LIMIT));

        Files.createFile(root.resolve("one-more"));
        assertThat(new FewFiles(root).look()).isEmpty();
    }

    @Test
    void namesThatMayLoseBytesAreForFind() {
        run("sh", "-c", "touch \"$(printf '%s/b\\344h' " + root + ")\"");

        assertThat(walk.find(root)).anyMatch(each -> each.path().equals("b\u00e4h"));
        assertThat(new FewFiles(root).look()).isEmpty();
    }

    @Test
    void whatIsNotThereIsForFind() {
        assertThat(new FewFiles(root.resolve("nothing")).look()).isEmpty();
    }

    private void run(String... words) {
        assertThat(commands.run(Command.of(words)).succeeded()).isTrue();
    }
}
