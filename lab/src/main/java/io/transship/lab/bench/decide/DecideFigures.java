package io.transship.lab.bench.decide;

import java.util.List;
import java.util.Locale;

/**
 * What was found for one size.
 *
 * @param k ports of each switch
 * @param switches how many
 * @param links how many, each direction by itself
 * @param hosts how many
 * @param decision our decision
 * @param viewMs median of taking the view that it is made from, which is not part of it
 * @param allPaths the same by JGraphT
 */
record DecideFigures(
        int k,
        int switches,
        int links,
        int hosts,
        Decision decision,
        double viewMs,
        AllPaths allPaths) {

    static final String HEAD =
            "   k switches  links   hosts    median       p95       cpu    allocated  time/(E log V)"
                    + "  (its view)   all paths (JGraphT)";

    /**
     * Our decision.
     *
     * @param medianMs of one
     * @param p95Ms of one
     * @param cpuMs processor time of one, on average
     * @param bytes allocated by one
     * @param samples how many were timed
     */
    record Decision(double medianMs, double p95Ms, double cpuMs, double bytes, long samples) {}

    /**
     * The baseline.
     *
     * @param ms until it was done or cut off
     * @param cpuMs processor time of that
     * @param bytes allocated until then
     * @param hosts that it judged
     * @param paths that it listed
     */
    record AllPaths(double ms, double cpuMs, double bytes, long hosts, long paths) {}

    /** E log V, the bound that the time is held against; hosts are vertices, too. */
    double bound() {
        return (links + 2.0 * hosts) * Math.log(switches + hosts);
    }

    /** Whether the baseline judged all hosts but the source. */
    boolean allPathsFinished() {
        return allPaths.hosts() >= hosts - 1;
    }

    /** What the baseline takes for all hosts, reckoned up from those that it judged. */
    double allPathsMs() {
        return allPathsFinished()
                ? allPaths.ms()
                : allPaths.ms() * (hosts - 1) / Math.max(1, allPaths.hosts());
    }

    /** Processor time of the baseline, reckoned up, over that of the decision. */
    double ratio() {
        return allPaths.cpuMs() * (hosts - 1) / Math.max(1, allPaths.hosts()) / decision.cpuMs();
    }

    /** By which factor the time grew faster than the bound, from {@code first} to here. */
    double growthSince(DecideFigures first) {
        return decision.cpuMs() / bound() / (first.decision.cpuMs() / first.bound());
    }

    /**
     * The exponent p of the power of the bound, (E log V)^p, that fits the processor times of all
     * sizes best: least squares of the logarithms. 1: as fast as the bound.
     */
    static double exponent(List<DecideFigures> all) {
        double x = all.stream().mapToDouble(each -> Math.log(each.bound())).average().orElse(0);
        double y =
                all.stream()
                        .mapToDouble(each -> Math.log(each.decision().cpuMs()))
                        .average()
                        .orElse(0);
        double together = 0;
        double alone = 0;
        for (DecideFigures each : all) {
            double dx = Math.log(each.bound()) - x;
            together += dx * (Math.log(each.decision().cpuMs()) - y);
            alone += dx * dx;
        }
        return together / alone;
    }

    String line(DecideFigures first) {
        String other =
                allPathsFinished()
                        ? String.format(
                                Locale.ROOT, "%.4g ms, %d paths", allPaths.ms(), allPaths.paths())
                        : String.format(
                                Locale.ROOT,
                                "cut off after %.1f s at %d of %d hosts, %d paths",
                                allPaths.ms() / 1e3,
                                allPaths.hosts(),
                                hosts - 1,
                                allPaths.paths());
        return String.format(
                Locale.ROOT,
                "%4d %8d %6d %7d %6.2f ms %6.2f ms %6.2f ms %8.2f MiB %14.2fx %8.1f ms   %s: %.0fx",
                k,
                switches,
                links,
                hosts,
                decision.medianMs(),
                decision.p95Ms(),
                decision.cpuMs(),
                decision.bytes() / 1048576.0,
                growthSince(first),
                viewMs,
                other,
                ratio());
    }
}
