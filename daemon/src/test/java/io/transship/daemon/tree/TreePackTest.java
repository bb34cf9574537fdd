package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.daemon.command.ProcessRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees by way of streams: here the source, there the target, with find and tar as they are. */
class TreePackTest {

    private final ProcessRunner commands = new ProcessRunner();
    private final TreeWalk walk = new TreeWalk(commands, InstantSource.system());
    private final TreePacker packer = new TreePacker(commands);

    @TempDir private Path folder;
    private Path here;
    private Path there;
    private TreeUnpacker unpacker;

    @BeforeEach
    void begin() throws IOException {
        here = Files.createDirectories(folder.resolve("here"));
        there = Files.createDirectories(folder.resolve("there"));
        unpacker = new TreeUnpacker(commands, there);
    }

    @Test
    void everythingAboutFilesIsCarried() throws IOException {
        Path file = Files.writeString(here.resolve("file"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw---x---"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000, 123_456_789)));
        Files.createLink(here.resolve("second"), file);
        Files.createSymbolicLink(here.resolve("link"), Path.of("/nowhere"));
        Files.createDirectories(here.resolve("deep/er"));
        Files.writeString(here.resolve("deep/er/ä name of two\nlines"), "x");
        Files.writeString(Files.writeString(there.resolve("stale"), "s"), "s");

        Files.writeString(here.resolve("back\\slash \001\033\"'"), "x");

        assertThat(packer.write(here, TreeChanges.WHOLE, OutputStream.nullOutputStream()))
                .isEqualTo(walk.look(here, Set.of()).entries().keySet());
        send(TreeChanges.WHOLE);

        assertThat(shown(there)).isEqualTo(shown(here)).isNotEmpty();
        assertThat(Files.readString(there.resolve("file"))).isEqualTo("content");
        assertThat(Files.getAttribute(there.resolve("second"), "unix:ino"))
                .isEqualTo(Files.getAttribute(there.resolve("file"), "unix:ino"));
        assertThat(there.resolve("stale")).doesNotExist();
    }

    @Test
    void aFileWithHolesKeepsThem() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(here.resolve("sparse").toFile(), "rw")) {
            file.setLength(1L << 33);
            file.seek(1L << 32);
            file.write("in the middle".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(send(TreeChanges.WHOLE)).isLessThan(1 << 20);

        try (RandomAccessFile file = new RandomAccessFile(there.resolve("sparse").toFile(), "r")) {
            assertThat(file.length()).isEqualTo(1L << 33);
            file.seek(1L << 32);
            byte[] bytes = new byte[13];
            file.readFully(bytes);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("in the middle");
        }
    }

    @Test
    void onlyWhatChangedIsSentAndThenBothAreTheSame() throws IOException {
        Files.createDirectories(here.resolve("kept"));
        Files.write(here.resolve("kept/large"), new byte[1 << 20]);
        Files.createDirectories(here.resolve("gone/deep"));
        Files.writeString(here.resolve("gone/deep/file"), "x");
        Files.writeString(here.resolve("kind"), "a file");
        Files.writeString(here.resolve("same size"), "one");
        Files.writeString(here.resolve("mode"), "mode");
        send(TreeChanges.WHOLE);
        // Older than a tick, so that nothing counts as changed because it is young.
        TreeManifest before =
                new TreeManifest(
                        List.copyOf(walk.look(here, Set.of()).entries().values()),
                        Long.MAX_VALUE,
                        Set.of());

        Files.delete(here.resolve("gone/deep/file"));
        Files.delete(here.resolve("gone/deep"));
        Files.delete(here.resolve("kind"));
        Files.createSymbolicLink(here.resolve("kind"), Path.of("kept"));
        Files.writeString(here.resolve("same size"), "two");
        Files.setPosixFilePermissions(
                here.resolve("mode"), PosixFilePermissions.fromString("r--------"));
        Files.writeString(here.resolve("kept/new"), "new");
        Files.createLink(here.resolve("kept/again"), here.resolve("same size"));
        TreeChanges changes = TreeChanges.between(before, walk.look(here, Set.of()));

        assertThat(send(changes)).isLessThan(1 << 17);
        assertThat(changes.removed()).containsExactly("gone/deep", "kind");
        assertThat(shown(there)).isEqualTo(shown(here));
        assertThat(Files.readString(there.resolve("kept/again"))).isEqualTo("two");
        assertThat(Files.getAttribute(there.resolve("kept/again"), "unix:ino"))
                .isEqualTo(Files.getAttribute(there.resolve("same size"), "unix:ino"));
    }

    @Test
    void aLookSeesEveryWriteEvenOneThatKeepsSizeAndTime() throws IOException {
        Path file = Files.writeString(here.resolve("file"), "one");
        TreeManifest before = walk.look(here, Set.of());
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);

        assertThat(TreeChanges.between(before, walk.look(here, Set.of())).sent()).contains("file");
    }

    @Test
    void nothingIsRemovedOutsideTheTree() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Files.createSymbolicLink(here.resolve("link"), outside);
        send(TreeChanges.WHOLE);

        for (String path : List.of("../outside/kept", "/outside", "link/kept", "", ".", "a/..")) {
            assertThatThrownBy(() -> unpacker.apply(removal(path)))
                    .describedAs(path)
                    .hasMessageContaining("was refused");
        }
        assertThat(outside.resolve("kept")).exists();
        unpacker.apply(removal("link"));
        assertThat(there.resolve("link")).doesNotExist();
        assertThat(outside.resolve("kept")).exists();
    }

    @Test
    void aLinkThatCameEarlierLeadsNobodyOut() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(here.resolve("a"), outside);
        send(TreeChanges.WHOLE);
        Files.delete(here.resolve("a"));
        Files.createDirectories(here.resolve("a"));
        Files.writeString(here.resolve("a/evil"), "evil");

        assertThatThrownBy(() -> send(new TreeChanges(false, List.of("a/evil"), List.of())))
                .hasMessageContaining("is beneath a link");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void changesOfNothingAndGarbageAreRefused() {
        assertThatThrownBy(() -> send(new TreeChanges(false, List.of(""), List.of())))
                .hasMessageContaining("before the tree");
        assertThatThrownBy(() -> unpacker.apply(new ByteArrayInputStream(new byte[64])))
                .hasMessageContaining("not a tree");
    }

    private ByteArrayInputStream removal(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(TreePacker.MAGIC);
        out.writeByte(0);
        out.writeInt(path.length() + 1);
        out.writeBytes(path + "\0");
        out.write(new byte[1024]);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private int send(TreeChanges changes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        packer.write(here, changes, bytes);
        unpacker.apply(new ByteArrayInputStream(bytes.toByteArray()));
        return bytes.size();
    }

    /** Everything but inodes and the time of change, which nobody can set. */
    private Map<String, String> shown(Path root) throws IOException {
        Map<String, String> shown = new TreeMap<>();
        for (TreeEntry each : walk.look(root, Set.of()).entries().values()) {
            String size = each.type() == 'd' ? "" : each.size() + " ";
            shown.put(each.path(), each.type() + " " + size + each.rest());
        }
        shown.put(
                "\0",
                Files.readAttributes(root, "unix:mode", LinkOption.NOFOLLOW_LINKS).toString());
        return shown;
    }
}
