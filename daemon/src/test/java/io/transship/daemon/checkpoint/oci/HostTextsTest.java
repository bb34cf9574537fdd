package io.transship.daemon.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.checkpoint.memory.MemoryMount;
import io.transship.daemon.network.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTextsTest {

    private static final List<String> HYBRID =
            List.of(
                    "475 437 0:34 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer",
                    "461 437 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");

    @TempDir private Path folder;

    @Test
    void theFreezerIsThatOfVersionOneWhereThereIsOne() {
        assertThat(Freezer.find(List.of("6:freezer:/docker/abc", "0::/docker/abc"), HYBRID))
                .contains(new Freezer.Group(Path.of("/sys/fs/cgroup/freezer/docker/abc"), 1));
    }

    @Test
    void theFreezerIsThatOfVersionTwoElsewhere() {
        List<String> pure = List.of("30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");

        assertThat(Freezer.find(List.of("0::/system.slice/docker-abc.scope"), pure))
                .contains(
                        new Freezer.Group(
                                Path.of("/sys/fs/cgroup/system.slice/docker-abc.scope"), 2));
        assertThat(Freezer.find(List.of("6:freezer:/", "0::/docker/abc"), HYBRID))
                .contains(new Freezer.Group(Path.of("/sys/fs/cgroup/unified/docker/abc"), 2));
    }

    @Test
    void aMountOfAPartOfTheHierarchyIsUnderstood() {
        List<String> part = List.of("30 20 0:26 /lab/h2 /sys/fs/cgroup rw - cgroup2 cgroup2 rw");

        assertThat(Freezer.find(List.of("0::/lab/h2/docker/abc"), part))
                .contains(new Freezer.Group(Path.of("/sys/fs/cgroup/docker/abc"), 2));
        assertThat(Freezer.find(List.of("0::/elsewhere/abc"), part)).isEmpty();
    }

    @Test
    void aWholeMachineIsNeverFrozen() {
        assertThat(Freezer.find(List.of("6:freezer:/", "0::/"), HYBRID)).isEmpty();
    }

    @Test
    void theLogsErrorsAreShownAndNotTheRest() throws IOException {
        Path log = folder.resolve("restore.log");
        Files.writeString(
                log,
                "(00.1) Running\n(00.2) Error (criu/x.c:1): first\n(00.3) more\n".repeat(4000)
                        + "(00.4) Error (criu/y.c:2): last\n(00.5) cleaning up\n");

        assertThat(CriuLog.errors(log))
                .startsWith(log.toString())
                .endsWith("Error (criu/y.c:2): last")
                .hasSizeLessThan(500);
        assertThat(CriuLog.errors(folder.resolve("none"))).isEqualTo("CRIU wrote no log");
    }

    @Test
    void anEnginesDescriptionArrivesAsItWasSent() {
        EngineDescription sent =
                new EngineDescription(
                        "podman",
                        "4.2.1",
                        List.of(
                                new Neighbour(
                                        new IpAddress("10.0.0.1"),
                                        MacAddress.parse("00:00:00:00:00:01"))),
                        List.of("/dev/null", "pipe:[17]"),
                        List.of(new MemoryMount("/dev", "size=65536k,mode=755", "AQID")));

        assertThat(EngineDescription.read(sent.write(), "podman")).isEqualTo(sent);
    }

    @Test
    void aSourceOfAnotherEngineIsRefusedWithAMend() {
        String sent =
                new EngineDescription("podman", "4.2.1", List.of(), List.of(), List.of()).write();

        assertThatThrownBy(() -> EngineDescription.read(sent, "docker"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.UNSUPPORTED))
                .hasMessageContaining("the source's engine is podman, the target's is docker");
    }

    @Test
    void aHostileDescriptionIsRefused() {
        for (String hostile :
                List.of(
                        "",
                        "{}",
                        "{\"engine\":\"Docker; rm -rf /\"}",
                        "{\"engine\":\"docker\",\"neighbours\":[{\"ip\":\"x\",\"mac\":\"y\"}]}",
                        "{\"engine\":\"docker\",\"neighbours\":[{\"ip\":\"1.2.3.4 dev lo\"}]}")) {
            assertThatThrownBy(() -> EngineDescription.read(hostile, "docker"))
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
        }
    }
}
