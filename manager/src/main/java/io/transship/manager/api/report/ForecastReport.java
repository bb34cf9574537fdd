package io.transship.manager.api.report;

import java.util.List;

/**
 * Forecasts of the loads.
 *
 * @param stepMs how long one step is
 * @param ports whose loads are forecast
 * @param portsLeftOut that are busy too, beyond the bound
 * @param horizons how wrong the forecasts have been, over all ports
 * @param loads the forecast of each port, the busiest first
 */
public record ForecastReport(
        long stepMs, int ports, long portsLeftOut, List<Horizon> horizons, List<Load> loads) {

    /**
     * One horizon.
     *
     * @param steps ahead
     * @param error of the forecasts that were given: sum of absolute errors over sum of values
     * @param lastValueError the same of the last value
     * @param scored forecasts that have been compared with what came
     * @param fellBack series for which the last value speaks
     * @param series all series
     */
    public record Horizon(
            int steps,
            double error,
            double lastValueError,
            long scored,
            int fellBack,
            int series) {}

    /**
     * A port.
     *
     * @param port where
     * @param direction "rx" or "tx", as the switch sees it
     * @param bps now
     * @param expectedBps at the horizon that decisions use
     * @param model that says so
     * @param error of what was given at that horizon
     * @param reason why that model
     */
    public record Load(
            String port,
            String direction,
            long bps,
            long expectedBps,
            String model,
            double error,
            String reason) {}
}
