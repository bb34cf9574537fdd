package io.transship.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    data:/var/lib/data           | type=volume,source=data,target=/var/lib/data
                    data:/d:ro                   | type=volume,source=data,target=/d,readonly
                    /srv/d:/d                    | type=bind,source=/srv/d,target=/d
                    /srv/d:/d:ro,movable         | type=bind,source=/srv/d,target=/d,readonly,movable
                    type=bind,src=/srv/d,dst=/d  | type=bind,source=/srv/d,target=/d
                    type=tmpfs,target=/tmp       | type=tmpfs,target=/tmp
                    type=tmpfs,target=/t,tmpfs-size=1KiB | type=tmpfs,target=/t,tmpfs-size=1024B
                    type=volume,source=data,target=/d,readonly=false | type=volume,source=data,target=/d
                    """)
    void aMountIsReadAsDockersUsersWriteIt(String text, String form) {
        assertThat(Mount.parse(text)).hasToString(form);
        assertThat(Mount.parse(form)).isEqualTo(Mount.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data",
                ":/d",
                "data:",
                "data:d",
                "data:/d:rx",
                "data:/d:ro:ro",
                "../x:/d",
                "x/y:/d",
                "data:/",
                "data:/d/",
                "data:/d/../etc",
                "data:/d/./e",
                "data:/proc/sys",
                "data:/dev",
                "data:/a\nb",
                "/:/d",
                "/proc:/d",
                "/run:/d",
                "/run/docker.sock:/d",
                "/var/run/docker.sock:/d",
                "/run/transship:/d",
                "/var/lib/docker/volumes:/d",
                "/var:/d",
                "/etc/cron.d:/d:movable",
                "/usr:/d:movable",
                "/srv/../etc:/d",
                "/srv/./d:/d",
                "//srv:/d",
                "type=device,source=/dev/sda,target=/d",
                "type=bind,source=/srv,target=/d,bind-propagation=shared",
                "type=bind,source=/srv,target=/d,target=/e",
                "type=bind,source=/srv",
                "type=tmpfs,source=x,target=/d",
                "type=volume,source=data,target=/d,tmpfs-size=1MiB"
            })
    void aMountThatLeadsWhereItMustNotIsRefused(String text) {
        assertThatThrownBy(() -> Mount.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aContainerMayLookAtAPartOfTheMachineThatItCanNotBring() {
        assertThat(Mount.parse("/etc/ssl:/ssl:ro").isCarried()).isFalse();
    }

    @Test
    void aFolderThatIsNotDeclaredMovableIsNamed() {
        List<TransshipException> obstacles =
                Obstacles.of(with("data:/d", "/srv/a:/a:movable", "/srv/b:/b"));

        assertThat(obstacles).hasSize(1);
        assertThat(obstacles.getFirst().code()).isEqualTo(FailureCode.MOUNT_NOT_MOVABLE);
        assertThat(obstacles.getFirst()).hasMessageContaining("/srv/b").hasMessageContaining("/b ");
    }

    @Test
    void whatStaysBehindIsSaid() {
        ContainerOptions options =
                new ContainerOptions(
                        Program.OF_IMAGE,
                        Isolation.USUAL,
                        Limits.USUAL,
                        List.of(Mount.parse("/srv/a:/a:movable"), Mount.parse("v1:/v")),
                        List.of(),
                        Optional.empty(),
                        new LogHandling("journald", Map.of()));

        assertThat(Obstacles.leftBehind(options)).hasSize(2);
        assertThat(Obstacles.leftBehind(options).getFirst()).contains("journald");
        assertThat(Obstacles.leftBehind(options).getLast()).contains("/srv/a");
        assertThat(Obstacles.leftBehind(with("v1:/v"))).isEmpty();
    }

    @Test
    void twoMountsCanNotMeet() {
        assertThatThrownBy(() -> with("v1:/v", "v2:/v")).hasMessageContaining("/v");
        assertThatThrownBy(() -> with("v1:/v", "v1:/w")).hasMessageContaining("v1");
        assertThat(with("v1:/v", "/srv/a:/a", "/srv/a:/b").mounts()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"80:80,80:80/tcp", "5353:53/udp,5353:53/udp"})
    void portsAreReadAsPairs(String text, String form) {
        assertThat(PortBinding.parse(text)).hasToString(form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "0:80", "80:65536", "1:2/icmp", "-1:2", "1.2.3.4:80:80", "a:b"})
    void portsThatAreNoneAreRefused(String text) {
        assertThatThrownBy(() -> PortBinding.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ulimitsAreReadWithOneOrTwoNumbers() {
        assertThat(Ulimit.parse("nofile=10")).isEqualTo(new Ulimit("nofile", 10, 10));
        assertThat(Ulimit.parse("core=0:-1")).isEqualTo(new Ulimit("core", 0, -1));
        for (String wrong :
                List.of("nofile", "nofile=2:1", "nofile=-2", "no file=1", "core=-1:5")) {
            assertThatThrownBy(() -> Ulimit.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void processorsAreCountedInThousandMillionths() {
        assertThat(Limits.nanoCpus("1.5")).isEqualTo(1_500_000_000L);
        for (String wrong : List.of("", "-1", "two", "1e99")) {
            assertThatThrownBy(() -> Limits.nanoCpus(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void capabilitiesHaveOneForm() {
        assertThat(new Isolation(List.of("CAP_NET_ADMIN", "net_admin"), List.of("all"), false))
                .isEqualTo(new Isolation(List.of("NET_ADMIN"), List.of("ALL"), false));
        assertThatThrownBy(() -> new Isolation(List.of("NET ADMIN"), List.of(), false))
                .hasMessageContaining("capability");
    }

    @Test
    void aProgramWithNamesThatAreNoneIsRefused() {
        assertThat(new Program(List.of("/x"), "/", "1000:www", List.of("44"), "web-1").user())
                .isEqualTo("1000:www");
        assertThatThrownBy(() -> new Program(List.of(), "tmp", "", List.of(), ""))
                .hasMessageContaining("tmp");
        assertThatThrownBy(() -> new Program(List.of(), "", "a b", List.of(), ""))
                .hasMessageContaining("a b");
        assertThatThrownBy(() -> new Program(List.of(), "", "", List.of(), "-x"))
                .hasMessageContaining("-x");
        assertThatThrownBy(() -> new Program(List.of("\0"), "", "", List.of(), ""))
                .hasMessageContaining("zero byte");
    }

    @Test
    void aHealthCheckHasAKindAndTimesThatTheEngineTakes() {
        assertThatThrownBy(() -> health(List.of("true"), Duration.ofSeconds(1)))
                .hasMessageContaining("CMD");
        assertThatThrownBy(() -> health(List.of("CMD", "true"), Duration.ofNanos(5)))
                .hasMessageContaining("time");
        assertThat(health(List.of("NONE"), Duration.ZERO).retries()).isEqualTo(3);
    }

    @Test
    void aNetworkIsItsOwnTheHostsOrAUserDefinedBridge() {
        assertThat(NetworkChoice.OWN.userBridge()).isEmpty();
        assertThat(NetworkChoice.OWN.isHost()).isFalse();
        assertThat(new NetworkChoice("host").isHost()).isTrue();
        assertThat(new NetworkChoice("host").userBridge()).isEmpty();
        assertThat(Obstacles.to(MigrationMode.LEAVE_RUNNING, ContainerOptions.NONE)).isEmpty();
        assertThat(Obstacles.to(MigrationMode.COPY, onTheHostsNetwork("80:80"))).isEmpty();
        assertThat(Obstacles.to(MigrationMode.LEAVE_RUNNING, onTheHostsNetwork("80:80")))
                .hasValueSatisfying(
                        each -> assertThat(each.code()).isEqualTo(FailureCode.UNSUPPORTED));
        assertThat(Obstacles.broken(ContainerOptions.NONE)).isEmpty();
        assertThat(Obstacles.broken(onTheHostsNetwork("80:80", "53:53/udp")))
                .singleElement()
                .asString()
                .contains("connections break");
        assertThatThrownBy(this::onTheHostsNetwork).hasMessageContaining("needs the ports");
        assertThatThrownBy(() -> onTheHostsNetwork("8080:80")).hasMessageContaining("the same");
        assertThat(new NetworkChoice("shop").userBridge()).contains("shop");
        for (String refused : List.of("none", "bridge", "podman", "container:web", "../shop")) {
            assertThatThrownBy(() -> new NetworkChoice(refused))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMemoryFileSystemMayHaveASize() {
        assertThat(Mount.parse("type=tmpfs,target=/t,tmpfs-size=2MiB").size())
                .isEqualTo(ByteCount.ofMiB(2));
    }

    private static HealthCheck health(List<String> test, Duration interval) {
        return new HealthCheck(test, interval, Duration.ZERO, Duration.ZERO, 3);
    }

    private static ContainerOptions with(String... mounts) {
        return new ContainerOptions(
                Program.OF_IMAGE,
                Isolation.USUAL,
                Limits.USUAL,
                List.of(mounts).stream().map(Mount::parse).toList(),
                List.of(),
                Optional.empty(),
                LogHandling.USUAL);
    }

    private ContainerOptions onTheHostsNetwork(String... ports) {
        return new ContainerOptions(
                Program.OF_IMAGE,
                Isolation.USUAL,
                Limits.USUAL,
                List.of(),
                Stream.of(ports).map(PortBinding::parse).toList(),
                Optional.empty(),
                LogHandling.USUAL,
                new NetworkChoice("host"));
    }
}
