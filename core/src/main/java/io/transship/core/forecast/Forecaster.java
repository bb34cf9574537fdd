package io.transship.core.forecast;

/** A model of one series. Learns with each sample; not thread-safe. */
public interface Forecaster {

    /** Its name, for people. */
    String name();

    /** Takes the next sample, one step after the one before. */
    void add(double value);

    /**
     * What the series is expected to be {@code steps} steps after the last sample.
     *
     * @return not negative, for a load is not; the last value as long as nothing is learnt
     */
    double ahead(int steps);
}
