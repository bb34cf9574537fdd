package io.transship.core.policy;

/** Why nothing moves. */
public enum StayReason {
    /** No host runs a managed container, or none was named as the source. */
    NO_SOURCE("no container to move"),
    /** Every host is busy, reserved, unreachable or the source itself. */
    NO_FREE_HOST("no free host"),
    /** No free host has a path whose every link has been measured. */
    NO_MEASURED_PATH("no free host with a measured path"),
    /** No free host is good enough, or can be judged. */
    NO_SUITABLE_HOST("no free host is offered"),
    /** The policy itself failed. */
    POLICY_FAILED("the policy failed");

    private final String words;

    StayReason(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
