package io.transship.daemon.runtime.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.testing.SampleSpecs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreateRequestTest {

    private static final ContainerSpec SPEC = SampleSpecs.PLAIN;
    private static final ContainerSpec RICH = SampleSpecs.RICH;

    @Test
    void dockerIsAskedForEveryOption() {
        assertThat(body(RICH))
                .containsEntry("Entrypoint", List.of("/init", "-x"))
                .containsEntry("WorkingDir", "/srv")
                .containsEntry("User", "1000:44")
                .containsEntry("Hostname", "box")
                .containsEntry("ExposedPorts", Map.of("80/tcp", Map.of()))
                .containsEntry(
                        "Healthcheck",
                        Map.of(
                                "Test", List.of("CMD", "true"),
                                "Interval", 5_000_000_000L,
                                "Timeout", 2_000_000_000L,
                                "StartPeriod", 1_500_000_000L,
                                "Retries", 4));
    }

    @Test
    void dockerIsAskedForEveryLimit() {
        assertThat(hostConfig(RICH))
                .containsEntry("CapAdd", List.of("NET_ADMIN"))
                .containsEntry("CapDrop", List.of("MKNOD"))
                .containsEntry("GroupAdd", List.of("7"))
                .containsEntry("ReadonlyRootfs", true)
                .containsEntry("NanoCpus", 500_000_000L)
                .containsEntry("PidsLimit", 77L)
                .containsEntry("ShmSize", 8L << 20)
                .containsEntry(
                        "Ulimits", List.of(Map.of("Name", "nofile", "Soft", 64L, "Hard", 128L)));
    }

    @Test
    void dockerIsAskedForEveryMountPortAndLog() {
        assertThat(hostConfig(RICH))
                .containsEntry(
                        "Mounts",
                        List.of(
                                Map.of(
                                        "Type", "volume",
                                        "Source", "data",
                                        "Target", "/var/lib/data",
                                        "ReadOnly", false),
                                Map.of(
                                        "Type", "bind",
                                        "Source", "/srv/web",
                                        "Target", "/web",
                                        "ReadOnly", true),
                                Map.of(
                                        "Type",
                                        "tmpfs",
                                        "Target",
                                        "/tmp",
                                        "ReadOnly",
                                        false,
                                        "TmpfsOptions",
                                        Map.of("SizeBytes", 4L << 20))))
                .containsEntry(
                        "PortBindings",
                        Map.of(
                                "80/tcp",
                                List.of(Map.of("HostPort", "8080"), Map.of("HostPort", "8081"))))
                .containsEntry(
                        "LogConfig",
                        Map.of("Type", "json-file", "Config", Map.of("max-size", "1m")));
    }

    private static Map<String, Object> body(ContainerSpec spec) {
        return new CreateRequest(spec)
                .body(
                        "sha256:1",
                        RestartPolicy.NO,
                        DockerManner.underOurs(_ -> Path.of("/criu.conf")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> hostConfig(ContainerSpec spec) {
        return (Map<String, Object>) requireNonNull(body(spec).get("HostConfig"));
    }

    @Test
    void whatIsNotGivenIsLeftToImageAndEngine() {
        assertThat(body(SPEC))
                .doesNotContainKeys("Entrypoint", "WorkingDir", "User", "Healthcheck");
        assertThat(hostConfig(SPEC))
                .doesNotContainKeys("CapAdd", "Mounts", "PidsLimit", "LogConfig", "Ulimits");
    }
}
