package io.transship.core.forecast;

/**
 * How far forecasts for one horizon may lie from the last value, so that together they are never
 * worse than it, but for a small share. Not thread-safe.
 *
 * <p>Whatever comes, a forecast errs by no more than its distance from the last value beyond the
 * last value's own error (the triangle inequality). So each distance is paid for beforehand, out of
 * what forecasts have gained so far and a small share of the last value's errors; once it is seen
 * what came, the distance is paid back, and what was gained or lost is booked. The credit is never
 * negative; so at every moment the absolute errors of all forecasts that have been scored sum up to
 * at most the last value's, {@link #FIRST_SHARE} of its first {@link #FIRST} ones and {@link
 * #SHARE} of the others.
 */
final class Credit {

    /** So many errors of the last value make the credit to begin with. */
    static final int FIRST = 80;

    /** Of each of the first errors, that may be lost. */
    static final double FIRST_SHARE = 0.05;

    /** Of each later error, that may be lost. */
    static final double SHARE = 0.0005;

    private final double[] values;
    private final double[] distances;
    private double credit;
    private long given;
    private long scored;

    /**
     * Nothing has been gained.
     *
     * @param steps between a forecast and what comes
     */
    Credit(int steps) {
        values = new double[steps];
        distances = new double[steps];
    }

    /** How far the next forecast may lie from the last value. */
    double left() {
        return credit;
    }

    /** A forecast is given. */
    void give(double last, double forecast) {
        int slot = (int) (given++ % values.length);
        values[slot] = last;
        distances[slot] = forecast - last;
        credit = Math.max(0, credit - Math.abs(distances[slot]));
    }

    /** What came for the oldest forecast that was given and not scored. */
    void score(double came) {
        double share = scored < FIRST ? FIRST_SHARE : SHARE;
        int slot = (int) (scored++ % values.length);
        double baseline = Math.abs(came - values[slot]);
        double own = Math.abs(came - values[slot] - distances[slot]);
        credit += Math.abs(distances[slot]) + (1 + share) * baseline - own;
    }
}
