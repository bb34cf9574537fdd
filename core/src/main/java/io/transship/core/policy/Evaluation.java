package io.transship.core.policy;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A question to a policy.
 *
 * @param source what is to be moved, if that has been found
 * @param seed of all that is left to chance; stored with the decision
 */
public record Evaluation(Optional<MoveSource> source, long seed) {

    private static final String GENERATOR = "L64X128MixRandom";

    /** A question about one container. */
    public static Evaluation of(MoveSource source, long seed) {
        return new Evaluation(Optional.of(source), seed);
    }

    /** A question that leaves the source to the policy. */
    public static Evaluation ofAnySource(long seed) {
        return new Evaluation(Optional.empty(), seed);
    }

    /** A generator that starts at the seed. Not for secrets. */
    public RandomGenerator random() {
        return RandomGeneratorFactory.of(GENERATOR).create(seed);
    }
}
