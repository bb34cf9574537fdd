package io.transship.core.policy;

import io.transship.core.view.NetworkView;

/**
 * A rule that says where a container goes (thesis 4.1.2). A function of its arguments: the same
 * evaluation and view give the same decision. It knows nothing of limits. Thread-safe.
 */
public interface Policy {

    /** The name in the configuration file. */
    String name();

    /**
     * Whether the source must be found first, by detection. A policy that says no draws the source
     * itself, if none is given (thesis 5.4: "for random policy, it will directly run the policy
     * executor").
     */
    boolean needsSource();

    /** Decides; the explanation names every host other than the source. */
    Decision decide(Evaluation evaluation, NetworkView view);
}
