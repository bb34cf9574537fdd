package io.transship.manager.store.sample;

import io.transship.core.view.PortLoad;
import io.transship.manager.sdn.AggregateSample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps samples. Thread-safe. A store that fails throws. */
public interface SampleStore {

    /** Keeps a batch: all of it or nothing. */
    void append(List<Sample> samples);

    /** Whether it answers at all, so that what it refuses is the batch's fault. */
    boolean answers();

    /** Something that was sampled. */
    sealed interface Sample {

        /** The session of the customized mode, if it was one. */
        Optional<String> session();
    }

    /**
     * A row of statistic_aggregate.
     *
     * @param sample what the switch said
     * @param difference packets since the sample before, if known
     * @param session of the customized mode, if it was one
     */
    record Aggregate(AggregateSample sample, OptionalLong difference, Optional<String> session)
            implements Sample {}

    /**
     * A row of statistics_bandwidth.
     *
     * @param load of a port
     * @param session of the customized mode, if it was one
     */
    record Bandwidth(PortLoad load, Optional<String> session) implements Sample {}
}
