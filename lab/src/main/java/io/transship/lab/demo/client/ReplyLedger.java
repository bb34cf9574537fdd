package io.transship.lab.demo.client;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of one connection: what was asked, what came back, and what is wrong with it. Times are
 * nanoseconds on one monotonic clock. Not thread-safe.
 */
final class ReplyLedger {

    /** Silences shorter than this are not kept one by one. */
    private static final long KEPT_GAP_NANOS = 100_000_000;

    private static final int KEPT_GAPS = 20;

    private final long startNanos;
    private final Map<Long, Long> waiting = new HashMap<>();
    private final BitSet answered = new BitSet();
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final List<Gap> gaps = new ArrayList<>();
    private long sent;
    private long replies;
    private long doubled;
    private long reordered;
    private long unknown;
    private long counterBreaks;
    private long highestSequence = -1;
    private long lastCounter = -1;
    private long lastReplyNanos;
    private Gap longest = new Gap(0, 0);
    private double longestSinceTaken;

    ReplyLedger(long startNanos) {
        this.startNanos = startNanos;
        this.lastReplyNanos = startNanos;
    }

    /** The next sequence number, written down as asked at that time. */
    long ask(long nanos) {
        long sequence = sent++;
        waiting.put(sequence, nanos);
        return sequence;
    }

    /**
     * A reply came.
     *
     * @param sequence the number of the request it answers
     * @param counter the server's own count, which must be one more than in the reply before
     */
    void reply(long sequence, long counter, long nanos) {
        measureSilence(nanos);
        if (lastCounter >= 0 && counter != lastCounter + 1) {
            counterBreaks++;
        }
        lastCounter = counter;
        Long askedAt = waiting.remove(sequence);
        if (askedAt == null) {
            countStranger(sequence);
            return;
        }
        replies++;
        answered.set((int) sequence);
        latencies.add(nanos - askedAt);
        if (sequence < highestSequence) {
            reordered++;
        }
        highestSequence = Math.max(highestSequence, sequence);
    }

    private void countStranger(long sequence) {
        if (sequence >= 0 && sequence < sent && answered.get((int) sequence)) {
            doubled++;
        } else {
            unknown++;
        }
    }

    private void measureSilence(long nanos) {
        long silence = nanos - lastReplyNanos;
        Gap gap = new Gap((lastReplyNanos - startNanos) / 1e6, silence / 1e6);
        lastReplyNanos = nanos;
        longestSinceTaken = Math.max(longestSinceTaken, gap.lengthMs());
        if (gap.lengthMs() > longest.lengthMs()) {
            longest = gap;
        }
        if (silence >= KEPT_GAP_NANOS) {
            gaps.add(gap);
            if (gaps.size() > KEPT_GAPS) {
                gaps.remove(gaps.stream().min(Comparator.comparingDouble(Gap::lengthMs)).get());
            }
        }
    }

    /** The longest silence since the last call, ms; a silence that goes on counts so far. */
    double takeLongestMs(long nanos) {
        double taken = Math.max(longestSinceTaken, (nanos - lastReplyNanos) / 1e6);
        longestSinceTaken = 0;
        return taken;
    }

    /** Requests without a reply so far. */
    int outstanding() {
        return waiting.size();
    }

    /** The state of the books; what is outstanding counts as lost. */
    ClientReport report(long nanos, boolean connectionSurvived) {
        return new ClientReport(
                connectionSurvived,
                (nanos - startNanos) / 1e6,
                (nanos - lastReplyNanos) / 1e6,
                new ClientReport.Counts(
                        sent, replies, outstanding(), doubled, reordered, unknown, counterBreaks),
                longest,
                List.copyOf(gaps),
                new ClientReport.Latency(
                        latencies.quantileMs(0.5),
                        latencies.quantileMs(0.9),
                        latencies.quantileMs(0.99),
                        latencies.maximumMs()));
    }
}
