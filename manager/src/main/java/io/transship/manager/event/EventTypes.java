package io.transship.manager.event;

/** The types of events, and what each carries. */
public final class EventTypes {

    /** Measurement and detection have begun: {@code detector, policy, checkingFrequencyMs}. */
    public static final String DETECTION_STARTED = "detection-started";

    /**
     * Algorithm 1 found a heavy set: {@code switches: [{datapath, packetCount, difference, hosts,
     * heavy}]}.
     */
    public static final String HEAVY_SWITCHES = "heavy-switches";

    /** The collectors watch a set: {@code session, switches, seconds}. */
    public static final String CUSTOMIZED_MODE = "customized-mode";

    /**
     * Algorithm 2 found the source: {@code container, host, port, detectionMs, growth: [{datapath,
     * differences, positive, growing}], ports: [{port, host, consumptionBps, availableBps}]}.
     */
    public static final String SOURCE_FOUND = "source-found";

    /** A watched set in which nothing qualified: {@code reason, growth}. */
    public static final String SOURCE_NOT_FOUND = "source-not-found";

    /**
     * A decision was made: {@code id, policy, outcome, container, source, target, summary, seed,
     * detectionMs, decisionMs, candidates: [{host, score, verdict, reason}]}.
     */
    public static final String DECISION = "decision";

    /** A migration has begun: {@code decision, container, source, target}. */
    public static final String MIGRATION_STARTED = "migration-started";

    /** A migration has ended well: {@code decision, container, host, …}. */
    public static final String MIGRATION_SUCCEEDED = "migration-succeeded";

    /** A migration has failed: {@code decision, container, host, code, message, mend}. */
    public static final String MIGRATION_FAILED = "migration-failed";

    /** The database of all history does not answer: {@code database, problem}. */
    public static final String STORE_UNREACHABLE = "store-unreachable";

    /** It answers again: {@code database}. */
    public static final String STORE_REACHABLE = "store-reachable";

    /** Samples found no room, or were refused: {@code lost, total, waiting}. */
    public static final String SAMPLES_LOST = "samples-lost";

    /**
     * A user's policy failed; nothing moves by it: {@code policy, code, message, mend, failures (in
     * a row), off (whether it is asked no more)}.
     */
    public static final String POLICY_FAILED = "policy-failed";

    /** Containers' places can't all be as they are asked for: {@code containers, problem, mend}. */
    public static final String PLACEMENT_CONTRADICTION = "placement-contradiction";

    private EventTypes() {}
}
