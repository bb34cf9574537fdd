package io.transship.lab.bench.decide;

import java.util.List;
import java.util.Locale;

/**
 * What one process of the bench found; as a line of words between two processes.
 *
 * @param k ports of each switch
 * @param switches how many
 * @param links how many, each direction by itself
 * @param hosts how many
 * @param medianMs of one decision
 * @param p95Ms of one decision
 * @param cpuMs processor time of one decision, median
 * @param bytes allocated by one decision, median
 * @param otherMs processor time of the baseline until it was done or cut off
 * @param otherHosts how many hosts it judged
 * @param otherPaths how many paths it listed
 * @param otherFinished whether it judged them all
 */
record DecideLine(
        int k,
        int switches,
        int links,
        int hosts,
        double medianMs,
        double p95Ms,
        double cpuMs,
        long bytes,
        double otherMs,
        int otherHosts,
        long otherPaths,
        boolean otherFinished) {

    private static final String MARK = "decided";

    static boolean isOne(String line) {
        return line.startsWith(MARK + " ");
    }

    static DecideLine parse(String line) {
        List<String> words = List.of(line.split(" "));
        return new DecideLine(
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                Integer.parseInt(words.get(4)),
                Double.parseDouble(words.get(5)),
                Double.parseDouble(words.get(6)),
                Double.parseDouble(words.get(7)),
                Long.parseLong(words.get(8)),
                Double.parseDouble(words.get(9)),
                Integer.parseInt(words.get(10)),
                Long.parseLong(words.get(11)),
                Boolean.parseBoolean(words.get(12)));
    }

    /** E log V, the bound that the time is held against; hosts are vertices, too. */
    double bound() {
        return (links + 2.0 * hosts) * Math.log(switches + hosts);
    }

    /** Processor time of the baseline, reckoned up to all hosts, over that of the decision. */
    double ratio() {
        return otherMs * hosts / Math.max(1, otherHosts) / cpuMs;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %d %d %d %d %.6f %.6f %.6f %d %.6f %d %d %s",
                MARK,
                k,
                switches,
                links,
                hosts,
                medianMs,
                p95Ms,
                cpuMs,
                bytes,
                otherMs,
                otherHosts,
                otherPaths,
                otherFinished);
    }
}
