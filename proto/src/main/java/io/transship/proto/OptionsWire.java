package io.transship.proto;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.NetworkChoice;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ByteCount;
import io.transship.proto.v1.ContainerSpec;
import io.transship.proto.v1.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A container's options on the wire. */
public final class OptionsWire {

    private OptionsWire() {}

    /** Adds the options to a message. */
    public static ContainerSpec.Builder write(
            ContainerOptions options, ContainerSpec.Builder message) {
        options.health().ifPresent(each -> message.setHealthCheck(health(each)));
        return message.addAllEntryPoint(options.program().entryPoint())
                .setWorkingDirectory(options.program().workingDirectory())
                .setUser(options.program().user())
                .addAllGroups(options.program().groups())
                .setHostname(options.program().hostname())
                .addAllCapabilitiesAdded(options.isolation().capabilitiesAdded())
                .addAllCapabilitiesDropped(options.isolation().capabilitiesDropped())
                .setReadOnlyRoot(options.isolation().readOnlyRoot())
                .setNanoCpus(options.limits().nanoCpus())
                .setPids(options.limits().pids())
                .setSharedMemoryBytes(options.limits().sharedMemory().bytes())
                .addAllUlimits(texts(options.limits().ulimits()))
                .addAllMounts(texts(options.mounts()))
                .addAllPorts(texts(options.ports()))
                .setNetwork(options.network().name())
                .setLogDriver(options.log().driver())
                .putAllLogOptions(options.log().options());
    }

    private static HealthCheck health(io.transship.core.container.HealthCheck check) {
        return HealthCheck.newBuilder()
                .addAllTest(check.test())
                .setIntervalMs(check.interval().toMillis())
                .setTimeoutMs(check.timeout().toMillis())
                .setStartPeriodMs(check.startPeriod().toMillis())
                .setRetries(check.retries())
                .build();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /**
     * The options of a message.
     *
     * @throws IllegalArgumentException if there is something in it that is not allowed
     */
    public static ContainerOptions read(ContainerSpec message) {
        return new ContainerOptions(
                new Program(
                        message.getEntryPointList(),
                        message.getWorkingDirectory(),
                        message.getUser(),
                        message.getGroupsList(),
                        message.getHostname()),
                new Isolation(
                        message.getCapabilitiesAddedList(),
                        message.getCapabilitiesDroppedList(),
                        message.getReadOnlyRoot()),
                new Limits(
                        message.getNanoCpus(),
                        message.getPids(),
                        new ByteCount(message.getSharedMemoryBytes()),
                        message.getUlimitsList().stream().map(Ulimit::parse).toList()),
                message.getMountsList().stream().map(Mount::parse).toList(),
                message.getPortsList().stream().map(PortBinding::parse).toList(),
                message.hasHealthCheck()
                        ? Optional.of(health(message.getHealthCheck()))
                        : Optional.empty(),
                new LogHandling(message.getLogDriver(), message.getLogOptionsMap()),
                new NetworkChoice(message.getNetwork()));
    }

    private static io.transship.core.container.HealthCheck health(HealthCheck message) {
        return new io.transship.core.container.HealthCheck(
                message.getTestList(),
                Duration.ofMillis(message.getIntervalMs()),
                Duration.ofMillis(message.getTimeoutMs()),
                Duration.ofMillis(message.getStartPeriodMs()),
                message.getRetries());
    }
}
