package io.transship.daemon.runtime.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTextsTest {

    @TempDir private Path folder;

    @Test
    void anOverlayIsFoundWithItsOptions() {
        List<String> mounts =
                List.of(
                        "22 27 0:21 / /proc rw - proc proc rw",
                        "90 22 0:51 / /var/lib/docker/overlay2/ab/merged rw,relatime - overlay"
                                + " overlay rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w");

        assertThat(OverlayMount.in(mounts, Path.of("/var/lib/docker/overlay2/ab/merged")))
                .map(OverlayMount::options)
                .contains("rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w");
        assertThat(OverlayMount.in(mounts, Path.of("/proc"))).isEmpty();
    }

    @Test
    void aFingerprintSeesEveryWriteEvenOneThatKeepsSizeAndTime() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one");
        Instant later = Instant.now().plusSeconds(60);
        String before = FolderTree.fingerprint(folder, later);
        assertThat(FolderTree.fingerprint(folder, later)).isEqualTo(before);

        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);

        assertThat(FolderTree.fingerprint(folder, Instant.now())).isNotEqualTo(before);
    }

    @Test
    void aFingerprintOfWhatJustChangedEqualsNoOther() throws IOException {
        Files.writeString(folder.resolve("file"), "one");
        Instant now = Instant.EPOCH;

        assertThat(FolderTree.fingerprint(folder, now))
                .isNotEqualTo(FolderTree.fingerprint(folder, now));
    }

    @Test
    void emptyingAFolderFollowsNoLink() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Path layer = Files.createDirectories(folder.resolve("layer/deep"));
        Files.createSymbolicLink(layer.resolve("link"), outside);

        FolderTree.empty(folder.resolve("layer"));

        assertThat(folder.resolve("layer")).isEmptyDirectory();
        assertThat(outside.resolve("kept")).exists();
    }
}
