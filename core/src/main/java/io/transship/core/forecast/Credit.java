package io.transship.core.forecast;

/**
 * How far forecasts for one horizon may lie from the last value, so that together they are never
 * worse than it, but for a small share. Not thread-safe.
 *
 * <p>Whatever comes, a forecast errs by no more than its distance from the last value beyond the
 * last value's own error (the triangle inequality). So each distance is paid for beforehand; once
 * it is seen what came, it is paid back, and what was gained or lost is booked. It is paid out of
 * what forecasts have gained so far, and out of a loan. The loan is at most {@link #FIRST_SHARE} of
 * the last value's first {@link #FIRST} errors and {@link #SHARE} of the others, and it is given on
 * evidence alone: what the model that speaks would have gained, had it been let free, pays for
 * {@link #EVIDENCE} times the loan. Where no model is better, nothing is risked and nothing lost.
 *
 * <p>So at every moment the absolute errors of all forecasts that have been scored sum up to at
 * most the last value's and the largest loan.
 */
final class Credit {

    /** So many errors of the last value make the loan to begin with. */
    static final int FIRST = 80;

    /** Of each of the first errors, that may be lost. */
    static final double FIRST_SHARE = 0.05;

    /** Of each later error, that may be lost. */
    static final double SHARE = 0.0005;

    /** How many times its loan a model must have gained when nothing hung on it. */
    static final double EVIDENCE = 2;

    private final double[] lasts;
    private final double[] distances;
    private final double[] wishes;
    private double booked;
    private double unpaid;
    private double most;
    private double evidence;
    private double errors;
    private long given;
    private long scored;

    /**
     * Nothing has been gained.
     *
     * @param steps between a forecast and what comes
     */
    Credit(int steps) {
        lasts = new double[steps];
        distances = new double[steps];
        wishes = new double[steps];
    }

    /** How far the next forecast may lie from the last value. */
    double left() {
        return Math.max(0, booked + loan() - unpaid);
    }

    /** One mean error for each forecast under way is no evidence yet: chance gives as much. */
    private double loan() {
        double chance = lasts.length * errors / Math.max(1, scored);
        return Math.clamp(evidence / EVIDENCE - chance, 0, most);
    }

    /** A forecast is given; {@code wanted} is what the model says, whom nobody holds back. */
    void give(double last, double forecast, double wanted) {
        int slot = (int) (given++ % lasts.length);
        lasts[slot] = last;
        distances[slot] = forecast - last;
        wishes[slot] = wanted;
        unpaid += Math.abs(distances[slot]);
    }

    /** What came for the oldest forecast that was given and not scored. */
    void score(double came) {
        double share = scored < FIRST ? FIRST_SHARE : SHARE;
        int slot = (int) (scored++ % lasts.length);
        double baseline = Math.abs(came - lasts[slot]);
        booked += baseline - Math.abs(came - lasts[slot] - distances[slot]);
        unpaid -= Math.abs(distances[slot]);
        evidence += baseline - Math.abs(came - wishes[slot]);
        most += share * baseline;
        errors += baseline;
    }
}
