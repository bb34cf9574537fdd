package io.transship.core.forecast;

/** Sum of absolute errors over sum of values, the older the lighter. Not thread-safe. */
final class RollingError {

    private static final double KEPT = 1 - 1.0 / 200;

    private double errors;
    private double values;
    private long count;

    void add(double error, double value) {
        errors = KEPT * errors + Math.abs(error);
        values = KEPT * values + Math.abs(value);
        count++;
    }

    long count() {
        return count;
    }

    double values() {
        return values;
    }

    /** 0 is right always; where nothing flowed, as it is. */
    double ratio() {
        return values <= 0 ? 0 : errors / values;
    }
}
