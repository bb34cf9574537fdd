package io.transship.core.forecast;

/** What was, stays: the measure of all other models. */
public final class LastValue implements Forecaster {

    /** The name of the model. */
    public static final String NAME = "last value";

    private double last;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void add(double value) {
        last = value;
    }

    @Override
    public double ahead(int steps) {
        return last;
    }
}
