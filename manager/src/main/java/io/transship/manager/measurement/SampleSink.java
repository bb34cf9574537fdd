package io.transship.manager.measurement;

import io.transship.core.view.PortLoad;
import io.transship.manager.sdn.AggregateSample;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes samples to keep them. Never blocks: what it can't take is lost and counted. Thread-safe.
 */
public interface SampleSink {

    /**
     * Takes aggregate statistics.
     *
     * @param difference packets since the sample before, if known
     * @param session of the customized mode, if it was one
     */
    void aggregate(AggregateSample sample, OptionalLong difference, Optional<String> session);

    /** Takes a load. */
    void load(PortLoad load, Optional<String> session);
}
