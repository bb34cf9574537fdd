package io.transship.lab.demo.proof;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Where a policy has to move a container, worked out from the cables alone (thesis 6.1.1, 7.2). */
public final class Expectation {

    private Expectation() {}

    /** The policies that this can tell of: the thesis'. */
    public static SortedSet<String> policies() {
        return new TreeSet<>(List.of("random", "bandwidth", "shortest-path"));
    }

    /**
     * The hosts of which the policy must choose one.
     *
     * @param policy its name
     * @param source where the container runs
     * @param free the hosts that may take it
     * @throws TransshipException UNSUPPORTED for a policy that the thesis does not have
     */
    public static SortedSet<String> targets(
            String policy, Cables cables, String source, Collection<String> free) {
        return switch (policy) {
            case "random" -> new TreeSet<>(free);
            // The load runs towards the source, so that the links away from it have their capacity
            // left.
            case "bandwidth" -> best(free, target -> cables.bottleneck(source, target).bps());
            case "shortest-path" ->
                    first(best(free, target -> -cables.way(source, target).orElseThrow().size()));
            default ->
                    throw new TransshipException(
                            FailureCode.UNSUPPORTED,
                            "the demo can't check the policy '" + policy + "' by itself.");
        };
    }

    private static SortedSet<String> best(Collection<String> free, ToLongFunction<String> score) {
        long highest = free.stream().mapToLong(score).max().orElse(0);
        return free.stream()
                .filter(host -> score.applyAsLong(host) == highest)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> first(SortedSet<String> hosts) {
        return hosts.isEmpty() ? hosts : new TreeSet<>(java.util.Set.of(hosts.first()));
    }
}
