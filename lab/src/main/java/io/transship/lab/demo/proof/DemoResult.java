package io.transship.lab.demo.proof;

import io.transship.lab.demo.client.ClientReport;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbers of one demo, each measured in that run but for the thesis'; {@code docs/demo.md} says
 * how.
 *
 * @param scenario 1 to 3
 * @param policy the policy's name
 * @param seed of the policy's drawing
 * @param decision what the manager decided
 * @param times of the steps
 * @param client what the client saw
 * @param load what the load stream saw
 * @param bytes what was moved
 * @param path the way from source to target
 * @param thesis the figure of the thesis for the same scenario and policy
 * @param configuration the measuring periods and thresholds that were used, beside the thesis'
 * @param verdict the checks by effects
 */
public record DemoResult(
        int scenario,
        String policy,
        long seed,
        Decision decision,
        Times times,
        Client client,
        Load load,
        Bytes bytes,
        WayFigures path,
        Thesis thesis,
        Map<String, String> configuration,
        Verdict verdict) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A decision.
     *
     * @param container which
     * @param source from where
     * @param target to where
     * @param candidates every host that was weighed
     */
    public record Decision(
            String container, String source, String target, List<Candidate> candidates) {}

    /**
     * A host that was weighed.
     *
     * @param host its name
     * @param score with its unit
     * @param reason why it won or lost
     */
    public record Candidate(String host, String score, String reason) {}

    /**
     * Times in ms.
     *
     * @param detectionMs from the start of the load until the source was named
     * @param decisionMs from there until the target was named
     * @param migrationMs from there until the migration was committed and the source's copy gone
     * @param totalMs from the start of the load until the migration was committed: the sum
     * @param downtimeMs from the confirmed hold of the frames until the end of their replay
     * @param labUpMs from nothing to a lab with all parts ready
     * @param untilMigrationMs from the start of the demo until the decision
     * @param steps of the migration, as the manager measured them
     */
    public record Times(
            double detectionMs,
            double decisionMs,
            double migrationMs,
            double totalMs,
            double downtimeMs,
            double labUpMs,
            double untilMigrationMs,
            Map<String, Double> steps) {

        /** Decision plus migration: what the thesis reports. */
        public double reportedMs() {
            return decisionMs + migrationMs;
        }
    }

    /**
     * The client, one request each 10 ms over one connection.
     *
     * @param connectionSurvived whether it is the first connection still
     * @param longestGapMs the longest silence
     * @param gapBeyondTransferMs the longest silence less the time in which the state was sent
     * @param requestsSent how many
     * @param repliesLost requests without a reply
     * @param repliesDoubled replies beyond the first
     * @param repliesReordered replies after one to a later request
     * @param counterBreaks replies whose count did not go on by one
     * @param stateIntact whether the server's state has the checksum it had
     * @param latencyMs from request to reply
     */
    public record Client(
            boolean connectionSurvived,
            double longestGapMs,
            double gapBeyondTransferMs,
            long requestsSent,
            long repliesLost,
            long repliesDoubled,
            long repliesReordered,
            long counterBreaks,
            boolean stateIntact,
            ClientReport.Latency latencyMs) {}

    /**
     * The load stream.
     *
     * @param survived whether it went on over the same connection after the move
     * @param offeredBps what it was told to send
     * @param meanBeforeBps what it sent before the move
     * @param silentSeconds intervals of a second in which nothing went
     */
    public record Load(boolean survived, long offeredBps, long meanBeforeBps, int silentSeconds) {}

    /**
     * Bytes.
     *
     * @param moved on the data connection between the two hosts
     * @param state of the memory images among them
     */
    public record Bytes(long moved, long state) {}

    /**
     * The way from source to target.
     *
     * @param bottleneckBps the least capacity of its links
     */
    public record WayFigures(long bottleneckBps) {}

    /**
     * The thesis' figure.
     *
     * @param meanSeconds decision plus migration
     * @param ci95Seconds half the 95 % confidence interval
     */
    public record Thesis(double meanSeconds, double ci95Seconds) {}

    /** This result as JSON. */
    public String json() {
        return MAPPER.writeValueAsString(this) + "\n";
    }
}
