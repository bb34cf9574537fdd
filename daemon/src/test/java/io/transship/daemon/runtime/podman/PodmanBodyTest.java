package io.transship.daemon.runtime.podman;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Limits;
import io.transship.core.container.NetworkChoice;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.testing.SampleSpecs;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodmanBodyTest {

    private static final PodmanBody BODY = new PodmanBody(_ -> Path.of("/lib/criu.conf"), true);

    @Test
    void podmanIsToldWhatTheContainerIsAndWhereItsNetworkIs() {
        assertThat(of(SampleSpecs.PLAIN))
                .containsEntry("name", "server-1")
                .containsEntry("hostname", "server-1")
                .containsEntry("image", "abc")
                .containsEntry("command", List.of("run", "it's \"quoted\""))
                .containsEntry("env", Map.of("NAME", "a=b\nc"))
                .containsEntry("restart_policy", "no")
                .containsEntry("resource_limits", Map.of("memory", Map.of("limit", 64L << 20)))
                .containsEntry("netns", Map.of("nsmode", "path", "value", "/run/netns/ts-server-1"))
                .containsEntry(
                        "annotations",
                        Map.of(
                                "io.transship.container", "server-1",
                                "org.criu.config", "/lib/criu.conf"));
    }

    /** In another one Podman would set values of the kernel's that the host's may not get. */
    @Test
    void podmanIsToldOfTheHostsNetwork() {
        ContainerOptions usual = ContainerOptions.NONE;
        ContainerSpec shared =
                SampleSpecs.PLAIN.with(
                        new ContainerOptions(
                                usual.program(),
                                usual.isolation(),
                                usual.limits(),
                                usual.mounts(),
                                List.of(PortBinding.parse("80:80")),
                                usual.health(),
                                usual.log(),
                                new NetworkChoice("host")));

        assertThat(of(shared)).containsEntry("netns", Map.of("nsmode", "host", "value", ""));
    }

    @Test
    void podmanIsToldEveryOption() {
        assertThat(of(SampleSpecs.RICH))
                .containsEntry("entrypoint", List.of("/init", "-x"))
                .containsEntry("work_dir", "/srv")
                .containsEntry("user", "1000:44")
                .containsEntry("groups", List.of("7"))
                .containsEntry("hostname", "box")
                .containsEntry("cap_add", List.of("NET_ADMIN"))
                .containsEntry("cap_drop", List.of("MKNOD"))
                .containsEntry("read_only_filesystem", true)
                .containsEntry("shm_size", 8L << 20)
                .containsEntry("expose", Map.of("80", "tcp"))
                .containsEntry(
                        "healthconfig",
                        Map.of(
                                "Test", List.of("CMD", "true"),
                                "Interval", 5_000_000_000L,
                                "Timeout", 2_000_000_000L,
                                "StartPeriod", 1_500_000_000L,
                                "Retries", 4));
    }

    @Test
    void podmanIsToldEveryMount() {
        assertThat(of(SampleSpecs.RICH))
                .containsEntry(
                        "volumes",
                        List.of(
                                Map.of(
                                        "Name", "data",
                                        "Dest", "/var/lib/data",
                                        "Options", List.of("rw"))))
                .containsEntry(
                        "mounts",
                        List.of(
                                Map.of(
                                        "destination", "/web",
                                        "type", "bind",
                                        "source", "/srv/web",
                                        "options", List.of("rbind", "ro")),
                                Map.of(
                                        "destination", "/tmp",
                                        "type", "tmpfs",
                                        "source", "tmpfs",
                                        "options", List.of("size=4194304", "rw"))));
    }

    @Test
    void limitsAreInTheKernelsUnits() {
        assertThat(of(SampleSpecs.RICH))
                .containsEntry(
                        "resource_limits",
                        Map.of(
                                "memory", Map.of("limit", 64L << 20),
                                "cpu", Map.of("period", 100_000L, "quota", 50_000L),
                                "pids", Map.of("limit", 77L)));
        Limits unlimited = new Limits(0, 0, ByteCount.ZERO, List.of(new Ulimit("core", 0, -1)));
        assertThat(of(SampleSpecs.PLAIN.with(options(unlimited))))
                .containsEntry(
                        "r_limits",
                        List.of(
                                Map.of(
                                        "type",
                                        "core",
                                        "soft",
                                        BigInteger.ZERO,
                                        "hard",
                                        new BigInteger("18446744073709551615"))));
    }

    @Test
    void processesAreNotCountedWhereTheKernelCanNot() {
        PodmanBody body = new PodmanBody(_ -> Path.of("/lib/criu.conf"), false);

        assertThat(body.of(SampleSpecs.PLAIN, "abc", RestartPolicy.NO))
                .extractingByKey("resource_limits")
                .isEqualTo(
                        Map.of("memory", Map.of("limit", 64L << 20), "pids", Map.of("limit", 0)));
    }

    private static Map<String, Object> of(ContainerSpec spec) {
        return BODY.of(spec, "abc", RestartPolicy.NO);
    }

    private static ContainerOptions options(Limits limits) {
        ContainerOptions none = ContainerOptions.NONE;
        return new ContainerOptions(
                none.program(),
                none.isolation(),
                limits,
                none.mounts(),
                none.ports(),
                none.health(),
                none.log());
    }
}
