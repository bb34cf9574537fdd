package io.transship.lab.demo.client;

import java.util.List;

/**
 * What the client saw on its one connection.
 *
 * @param connectionSurvived whether the first connection still stood at the end
 * @param elapsedMs since the first request
 * @param silentMs since the last reply
 * @param counts of requests and replies
 * @param longestGap the longest silence between two replies
 * @param gaps the longest silences of at least 100 ms, in the order of time
 * @param latency from a request's sending to its reply
 */
public record ClientReport(
        boolean connectionSurvived,
        double elapsedMs,
        double silentMs,
        Counts counts,
        Gap longestGap,
        List<Gap> gaps,
        Latency latency) {

    /**
     * Counts of requests and replies.
     *
     * @param sent requests
     * @param replies first replies to a request
     * @param lost requests without a reply
     * @param doubled replies to a request that had one already
     * @param reordered replies that came after the reply to a later request
     * @param unknown replies to nothing that was asked
     * @param counterBreaks replies whose count was not one more than the one before
     */
    public record Counts(
            long sent,
            long replies,
            long lost,
            long doubled,
            long reordered,
            long unknown,
            long counterBreaks) {}

    /**
     * Quantiles.
     *
     * @param p50 median, ms
     * @param p90 ms
     * @param p99 ms
     * @param max ms
     */
    public record Latency(double p50, double p90, double p99, double max) {}

    /** The same, with the connection broken. */
    public ClientReport asBroken() {
        return new ClientReport(false, elapsedMs, silentMs, counts, longestGap, gaps, latency);
    }

    /** Whether the connection stood and every request had exactly one reply, in order. */
    public boolean clean() {
        return connectionSurvived
                && counts.sent == counts.replies
                && counts.lost == 0
                && counts.doubled == 0
                && counts.reordered == 0
                && counts.unknown == 0
                && counts.counterBreaks == 0;
    }
}
