package io.transship.manager.daemons;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.prediction.Cargo;
import io.transship.core.view.ContainerFacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what each container was like when somebody measured it last. Thread-safe. */
public final class RememberedCargo implements CargoMeter {

    private final CargoMeter meter;
    private final InstantSource clock;
    private final Map<ContainerId, ContainerFacts> facts = new ConcurrentHashMap<>();

    /** Remembers what {@code meter} measures. */
    public RememberedCargo(CargoMeter meter, InstantSource clock) {
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    public MeasuredCargo measure(
            ContainerId container, HostId source, HostId target, Duration watch) {
        MeasuredCargo measured = meter.measure(container, source, target, watch);
        remember(container, measured.cargo());
        return measured;
    }

    /** Takes what somebody else has measured; how memory changes stays known from before. */
    public void remember(ContainerId container, Cargo cargo) {
        facts.compute(
                container,
                (_, before) ->
                        new ContainerFacts(
                                clock.instant(),
                                cargo.memory(),
                                before == null
                                        ? cargo.dirtyPerSecond()
                                        : cargo.dirtyPerSecond().or(before::dirtyPerSecond),
                                cargo.layer()));
    }

    /** What is known of these containers; of all others nothing is kept. */
    public Map<ContainerId, ContainerFacts> of(Set<ContainerId> containers) {
        facts.keySet().retainAll(containers);
        return Map.copyOf(facts);
    }
}
