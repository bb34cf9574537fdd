package io.transship.daemon.preflight.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.NetworkChoice;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.failure.FailureCode;
import io.transship.daemon.luggage.MountRoom;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.testing.ScriptedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OccupiedTargetTest {

    private static final String TABLE =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:1F90 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 1
               1: 0100007F:1F91 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 2
            """;

    @TempDir private Path root;

    @Test
    void aPublishedPortThatSomebodyListensOnIsNamedWithItsMend() throws IOException {
        Path tables = Files.createDirectories(root.resolve("proc/net"));
        Files.writeString(tables.resolve("tcp6"), TABLE.formatted("0A"));
        Files.writeString(tables.resolve("udp"), TABLE.formatted("07"));

        List<Finding> findings = ports("", "8080:80", "8081:80", "8080:53/udp", "80:80");

        assertThat(findings)
                .extracting(Finding::verdict)
                .containsExactly(Verdict.WARNING, Verdict.OK, Verdict.WARNING, Verdict.OK);
        assertThat(findings.getFirst().problem()).isNotNull();
        assertThat(findings.getFirst().problem().code()).isEqualTo(FailureCode.PORT_IN_USE);
        assertThat(findings.getFirst().problem().mend()).contains("ss -ltnp sport = :8080");
    }

    @Test
    void withTheHostsNetworkThePortItselfIsNeeded() throws IOException {
        Path tables = Files.createDirectories(root.resolve("proc/net"));
        Files.writeString(tables.resolve("tcp"), TABLE.formatted("0A"));

        assertThat(ports("host", "8080:8080", "80:80"))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.FAILURE, Verdict.OK);
    }

    private List<Finding> ports(String network, String... bindings) {
        ContainerOptions options =
                new ContainerOptions(
                        Program.OF_IMAGE,
                        Isolation.USUAL,
                        Limits.USUAL,
                        List.of(),
                        Stream.of(bindings).map(PortBinding::parse).toList(),
                        Optional.empty(),
                        LogHandling.USUAL,
                        new NetworkChoice(network));
        return new PortCheck(new Machine(root, new ScriptedCommands()), options).look();
    }

    @Test
    void aVolumeAndAFolderWithOtherContentAreInTheWay() throws IOException {
        Path full = Files.createDirectories(root.resolve("full"));
        Files.writeString(full.resolve("file"), "x");
        Path empty = Files.createDirectories(root.resolve("empty"));
        Map<String, Path> volumes = Map.of("data", full, "scratch", empty);
        MountRoom room = new MountRoom(name -> Optional.ofNullable(volumes.get(name)));

        List<Finding> findings =
                new MountCheck(
                                room,
                                List.of(
                                        Mount.parse("data:/data"),
                                        Mount.parse("scratch:/scratch"),
                                        Mount.parse("fresh:/fresh"),
                                        Mount.parse(
                                                "type=bind,source=" + full + ",target=/f,movable"),
                                        Mount.parse("/srv:/not-carried")))
                        .look();

        assertThat(findings)
                .extracting(Finding::verdict)
                .containsExactly(Verdict.FAILURE, Verdict.OK, Verdict.OK, Verdict.FAILURE);
        assertThat(findings.getFirst().problem()).isNotNull();
        assertThat(findings.getFirst().problem().code()).isEqualTo(FailureCode.TARGET_OCCUPIED);
        assertThat(findings.getFirst().problem().sentence()).contains("the volume data");
    }
}
