package io.transship.daemon.testing;

import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import java.util.Locale;

/** A container that counts. */
final class MemoryContainer {

    enum State {
        CREATED,
        RUNNING,
        FROZEN,
        WAITING
    }

    final ContainerSpec spec;
    final String imageId;
    State state = State.CREATED;
    boolean committed;

    /** Whether it is in the network; only then it can be heard. */
    boolean plugged;

    byte[] log = new byte[0];
    byte[] layer = {};

    /** The state that a migration has to carry. */
    byte[] memory = {};

    MemoryContainer(ContainerSpec spec, String imageId) {
        this.spec = spec;
        this.imageId = imageId;
    }

    ManagedContainer seen(String host) {
        return new ManagedContainer(
                spec,
                host + "-" + spec.name(),
                imageId,
                state == State.RUNNING || state == State.FROZEN,
                state.name().toLowerCase(Locale.ROOT));
    }
}
