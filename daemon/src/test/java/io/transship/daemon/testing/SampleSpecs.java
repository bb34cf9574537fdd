package io.transship.daemon.testing;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.HealthCheck;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.ContainerAddress;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Specifications that make use of everything, and of little. */
public final class SampleSpecs {

    /** Without any option. */
    public static final ContainerSpec PLAIN =
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

    /** With every option. */
    public static final ContainerSpec RICH =
            PLAIN.with(
                    new ContainerOptions(
                            new Program(
                                    List.of("/init", "-x"), "/srv", "1000:44", List.of("7"), "box"),
                            new Isolation(List.of("NET_ADMIN"), List.of("MKNOD"), true),
                            new Limits(
                                    500_000_000,
                                    77,
                                    ByteCount.ofMiB(8),
                                    List.of(new Ulimit("nofile", 64, 128))),
                            List.of(
                                    Mount.parse("data:/var/lib/data"),
                                    Mount.parse("/srv/web:/web:ro,movable"),
                                    Mount.parse("type=tmpfs,target=/tmp,tmpfs-size=4MiB")),
                            List.of(PortBinding.parse("8080:80"), PortBinding.parse("8081:80")),
                            Optional.of(
                                    new HealthCheck(
                                            List.of("CMD", "true"),
                                            Duration.ofSeconds(5),
                                            Duration.ofSeconds(2),
                                            Duration.ofMillis(1500),
                                            4)),
                            new LogHandling("json-file", Map.of("max-size", "1m"))));

    private SampleSpecs() {}
}
