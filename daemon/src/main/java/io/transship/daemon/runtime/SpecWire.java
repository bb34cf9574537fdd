package io.transship.daemon.runtime;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.ContainerAddress;
import io.transship.proto.Ipv6Wire;
import io.transship.proto.OptionsWire;
import java.util.Optional;

/** Specifications as the protocol and the engines' labels have them. */
public final class SpecWire {

    private SpecWire() {}

    /**
     * The specification in a message.
     *
     * @throws IllegalArgumentException if there is something in it that is not allowed
     */
    public static ContainerSpec read(io.transship.proto.v1.ContainerSpec wire) {
        return new ContainerSpec(
                new ContainerId(wire.getName()),
                wire.getImage(),
                wire.getCommandList(),
                wire.getEnvironmentMap(),
                address(wire),
                wire.getLabelsMap(),
                new ByteCount(wire.getMemoryBytes()),
                RestartPolicy.parse(wire.getRestartPolicy()),
                OptionsWire.read(wire));
    }

    private static ContainerAddress address(io.transship.proto.v1.ContainerSpec wire) {
        return new ContainerAddress(
                new IpAddress(wire.getIp()),
                wire.getPrefixLength(),
                MacAddress.parse(wire.getMac()),
                wire.getGateway().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new IpAddress(wire.getGateway())),
                Ipv6Wire.read(wire));
    }

    /** As it is sent. */
    public static io.transship.proto.v1.ContainerSpec write(ContainerSpec spec) {
        var message =
                Ipv6Wire.write(
                        spec.address().ipv6(), io.transship.proto.v1.ContainerSpec.newBuilder());
        return OptionsWire.write(spec.options(), message)
                .setName(spec.name().name())
                .setImage(spec.image())
                .addAllCommand(spec.command())
                .putAllEnvironment(spec.environment())
                .setIp(spec.address().ip().text())
                .setPrefixLength(spec.address().prefixLength())
                .setMac(spec.address().mac().toString())
                .setGateway(spec.address().gateway().map(IpAddress::text).orElse(""))
                .putAllLabels(spec.labels())
                .setMemoryBytes(spec.memory().bytes())
                .setRestartPolicy(spec.restart().word())
                .build();
    }
}
