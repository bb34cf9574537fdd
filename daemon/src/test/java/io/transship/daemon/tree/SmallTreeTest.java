package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.ProcessRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Device files need root, as the tests have it. */
class SmallTreeTest {

    private final ProcessRunner commands = new ProcessRunner();
    private final SmallTree trees = new SmallTree(commands);

    @TempDir private Path folder;
    private Path from;
    private Path to;

    @BeforeEach
    void makeFolders() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        to = Files.createDirectory(folder.resolve("to"));
    }

    @Test
    void devicesPipesLinksAndModesArrive() throws IOException {
        run("mknod", "-m", "666", from.resolve("null").toString(), "c", "1", "3");
        run("mkfifo", from.resolve("pipe").toString());
        Files.createSymbolicLink(from.resolve("fd"), Path.of("/proc/self/fd"));
        Files.writeString(Files.createDirectory(from.resolve("net")).resolve("file"), "text");
        Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwx--x---"));

        trees.unpack(trees.pack(from).orElseThrow(), to);

        assertThat(Files.getAttribute(to.resolve("null"), "unix:rdev"))
                .isEqualTo(Files.getAttribute(from.resolve("null"), "unix:rdev"));
        assertThat(Files.getAttribute(to.resolve("pipe"), "unix:mode"))
                .isEqualTo(Files.getAttribute(from.resolve("pipe"), "unix:mode"));
        assertThat(Files.readSymbolicLink(to.resolve("fd"))).hasToString("/proc/self/fd");
        assertThat(to.resolve("net/file")).hasContent("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                .isEqualTo("rwx--x---");
    }

    @Test
    void aTreeThatIsNotSmallIsNotPacked() throws IOException {
        Files.write(from.resolve("large"), new byte[SmallTree.LIMIT]);

        assertThat(trees.pack(from)).isEmpty();
    }

    @Test
    void anArchiveThatSwellsOrIsNoneFillsNothing() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[4 * SmallTree.LIMIT]);
        }
        assertThatThrownBy(() -> trees.unpack(bomb.toByteArray(), to))
                .isInstanceOf(TransshipException.class);
        assertThatThrownBy(() -> trees.unpack(new byte[] {1, 2, 3}, to))
                .isInstanceOf(IOException.class);
        assertThat(to).isEmptyDirectory();
    }

    private void run(String... words) {
        assertThat(commands.run(Command.of(words)).succeeded()).isTrue();
    }
}
