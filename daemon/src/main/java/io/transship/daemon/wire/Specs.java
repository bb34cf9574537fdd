package io.transship.daemon.wire;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.SpecWire;
import io.transship.proto.v1.ContainerState;
import java.util.function.Supplier;

/** Containers and ids on the wire and in the program; what comes from outside is checked here. */
public final class Specs {

    private Specs() {}

    /** The container that a message means; PROTOCOL_VIOLATION if it means none. */
    public static ContainerSpec fromWire(io.transship.proto.v1.ContainerSpec wire) {
        return checked(() -> SpecWire.read(wire));
    }

    /** As it is sent. */
    public static io.transship.proto.v1.ContainerSpec toWire(ContainerSpec spec) {
        return SpecWire.write(spec);
    }

    /** As it is sent. */
    public static ContainerState toWire(ManagedContainer container) {
        return ContainerState.newBuilder()
                .setSpec(toWire(container.spec()))
                .setEngineId(container.engineId())
                .setRunning(container.running())
                .setState(container.state())
                .build();
    }

    /** The migration of that id. */
    public static MigrationId migration(String text) {
        return checked(() -> new MigrationId(text));
    }

    /** The container of that name. */
    public static ContainerId container(String text) {
        return checked(() -> new ContainerId(text));
    }

    /**
     * Reads something that came from outside: what a record's checks refuse is a
     * PROTOCOL_VIOLATION.
     */
    public static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "a message holds something that is not allowed: " + e.getMessage() + ".",
                    e);
        }
    }
}
