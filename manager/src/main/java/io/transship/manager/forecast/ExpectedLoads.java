package io.transship.manager.forecast;

import io.transship.core.view.PortLoad;
import java.time.Instant;
import java.util.List;

/** What the loads are expected to be a short time ahead. Thread-safe. */
@FunctionalInterface
public interface ExpectedLoads {

    /** Nobody forecasts anything. */
    ExpectedLoads NONE = _ -> List.of();

    /** The forecasts that tell of {@code now}; a port without one is absent. */
    List<PortLoad> at(Instant now);
}
