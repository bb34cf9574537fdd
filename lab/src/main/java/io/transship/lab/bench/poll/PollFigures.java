package io.transship.lab.bench.poll;

import java.util.Locale;

/**
 * What one run gave.
 *
 * @param switches simulated
 * @param ports of each
 * @param cores of the manager, on average
 * @param lagMedianMs how late a question came
 * @param lagWorstMs the same, 99th percentile
 * @param missed questions that did not come in their period
 * @param asked questions that came
 * @param residentMib of the manager, at the end
 * @param stored samples a second
 * @param lost samples
 */
record PollFigures(
        int switches,
        int ports,
        double cores,
        double lagMedianMs,
        double lagWorstMs,
        long missed,
        long asked,
        long residentMib,
        double stored,
        long lost) {

    static final String HEAD =
            "switches  ports  cores  lag ms median  p99     missed  of questions  memory MiB"
                    + "  samples/s stored  lost";

    String line() {
        return String.format(
                Locale.ROOT,
                "%8d  %5d  %5.2f  %13.1f  %6.1f  %6d  %12d  %10d  %16.0f  %4d",
                switches,
                ports,
                cores,
                lagMedianMs,
                lagWorstMs,
                missed,
                asked,
                residentMib,
                stored,
                lost);
    }
}
