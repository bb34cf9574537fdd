package io.transship.core.forecast;

/**
 * Which model speaks for a series, at one horizon, and why.
 *
 * @param steps ahead
 * @param model its name
 * @param error of the forecasts that were given: sum of absolute errors over sum of values
 * @param baseline the same of the last value
 * @param scored how many forecasts have been compared with what came
 * @param weight sum of the values it was compared with, the older the lighter
 * @param reason one sentence
 */
public record Choice(
        int steps,
        String model,
        double error,
        double baseline,
        long scored,
        double weight,
        String reason) {

    /** Whether the last value speaks. */
    public boolean isLastValue() {
        return model.equals(LastValue.NAME);
    }
}
