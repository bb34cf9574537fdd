package io.transship.core.policy;

/** What a policy makes of one free host. */
public sealed interface Judgement {

    /**
     * It can be compared with the others.
     *
     * @param score by what; finite
     * @param detail what the score is made of, for people
     */
    record Scored(Score score, String detail) implements Judgement {

        /** Checks the score. */
        public Scored {
            if (!Double.isFinite(score.value())) {
                throw new IllegalArgumentException("a score is a number, not " + score.value());
            }
        }
    }

    /**
     * It is not offered.
     *
     * @param reason why
     */
    record Refused(String reason) implements Judgement {}
}
