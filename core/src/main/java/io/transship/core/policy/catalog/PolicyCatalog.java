package io.transship.core.policy.catalog;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.policy.Policy;
import io.transship.core.policy.bandwidth.BandwidthPolicy;
import io.transship.core.policy.leastloaded.LeastLoadedPolicy;
import io.transship.core.policy.predictedcost.PredictedCostPolicy;
import io.transship.core.policy.random.RandomPolicy;
import io.transship.core.policy.shortestpath.ShortestPathPolicy;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The policies by the name that the configuration file gives; one line each. */
public final class PolicyCatalog {

    private static final SortedMap<String, Function<PolicySettings, Policy>> POLICIES =
            new TreeMap<>();

    static {
        POLICIES.put(RandomPolicy.NAME, settings -> new RandomPolicy());
        POLICIES.put(
                BandwidthPolicy.NAME, settings -> new BandwidthPolicy(settings.tieTolerance()));
        POLICIES.put(
                ShortestPathPolicy.NAME,
                settings -> new ShortestPathPolicy(settings.latencyResolution()));
        POLICIES.put(LeastLoadedPolicy.NAME, settings -> new LeastLoadedPolicy());
        POLICIES.put(
                PredictedCostPolicy.NAME, settings -> new PredictedCostPolicy(settings.moving()));
    }

    private PolicyCatalog() {}

    /** All names. */
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(POLICIES.keySet()));
    }

    /**
     * The policy of that name.
     *
     * @throws TransshipException POLICY_UNKNOWN, with all names
     */
    public static Policy create(String name, PolicySettings settings) {
        Function<PolicySettings, Policy> make = POLICIES.get(name);
        if (make == null) {
            throw new TransshipException(
                    FailureCode.POLICY_UNKNOWN,
                    "There is no policy '%s'; there are %s."
                            .formatted(name, String.join(", ", POLICIES.keySet())));
        }
        return make.apply(settings);
    }
}
