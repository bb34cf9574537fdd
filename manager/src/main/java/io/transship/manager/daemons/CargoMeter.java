package io.transship.manager.daemons;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.prediction.Cargo;
import java.time.Duration;

/** Asks the daemons what a move would carry; nothing is touched. Thread-safe. */
@FunctionalInterface
public interface CargoMeter {

    /**
     * Asks source and target.
     *
     * @param watch how long the change of memory is watched; zero: not at all
     * @throws io.transship.core.failure.TransshipException if one of them does not answer soon
     */
    MeasuredCargo measure(ContainerId container, HostId source, HostId target, Duration watch);

    /**
     * What they said.
     *
     * @param cargo what travels
     * @param dirtyBasis how the change of memory was found: "soft-dirty" or "referenced"; empty if
     *     it is not known
     */
    record MeasuredCargo(Cargo cargo, String dirtyBasis) {}
}
