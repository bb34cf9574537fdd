package io.transship.daemon.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.ContainerAddress;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerTextsTest {

    private static final ContainerSpec SPEC =
            new ContainerSpec(
                    new ContainerId("server-1"),
                    "registry:5000/app:1.2",
                    List.of("run", "it's \"quoted\""),
                    Map.of("NAME", "a=b\nc"),
                    new ContainerAddress(
                            new IpAddress("10.0.0.100"),
                            24,
                            MacAddress.parse("02:00:0a:00:00:64"),
                            Optional.of(new IpAddress("10.0.0.254"))),
                    Map.of("team", "blue"),
                    ByteCount.ofMiB(64),
                    RestartPolicy.UNLESS_STOPPED);

    @TempDir private Path folder;

    @Test
    void aLabelCarriesTheWholeSpecification() {
        assertThat(SpecLabel.read(SpecLabel.write(SPEC))).contains(SPEC);
    }

    @Test
    void aLabelThatIsNotOursIsPassedOver() {
        assertThat(SpecLabel.read("")).isEmpty();
        assertThat(SpecLabel.read("{\"name\":\"../x\"}")).isEmpty();
        assertThat(SpecLabel.read("[1,2")).isEmpty();
    }

    @Test
    void anImageReferenceCanNotLeaveItsPlaceInAnUrl() {
        for (String hostile : List.of("", "../etc", "a?b", "a b", "a//b", "-x", "a\r\nb", "a#b")) {
            assertThatThrownBy(
                            () ->
                                    new ContainerSpec(
                                            SPEC.name(),
                                            hostile,
                                            List.of(),
                                            Map.of(),
                                            SPEC.address(),
                                            Map.of(),
                                            ByteCount.ZERO,
                                            RestartPolicy.NO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

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
