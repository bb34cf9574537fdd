package io.transship.lab.bench.poll;

import java.util.Locale;

/**
 * What one run gave.
 *
 * @param network that was simulated
 * @param cores of the manager, on average
 * @param simulatorCores of the process that plays the switches
 * @param lagMedianMs how late a question came
 * @param lagWorstMs the same, 99th percentile
 * @param missed questions that did not come in their period
 * @param asked questions that came
 * @param residentMib of the manager, at the end
 * @param stored samples a second
 * @param lost samples
 */
record PollFigures(
        PollNetwork network,
        double cores,
        double simulatorCores,
        double lagMedianMs,
        double lagWorstMs,
        long missed,
        long asked,
        long residentMib,
        double stored,
        long lost) {

    static final String HEAD =
            "switches  ports  links  cores  simulator's  lag ms median     p99  missed"
                    + "  of questions  memory MiB  samples/s stored  lost";

    String line() {
        return String.format(
                Locale.ROOT,
                "%8d  %5d  %5d  %5.2f  %11.2f  %13.1f  %6.1f  %6d  %12d  %10d  %16.0f  %4d",
                network.switches(),
                network.ports(),
                network.links(),
                cores,
                simulatorCores,
                lagMedianMs,
                lagWorstMs,
                missed,
                asked,
                residentMib,
                stored,
                lost);
    }
}
