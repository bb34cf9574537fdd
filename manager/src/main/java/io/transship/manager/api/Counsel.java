package io.transship.manager.api;

import io.transship.core.model.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions taken again, tried, approved and rejected. Thread-safe. */
public interface Counsel {

    /**
     * Decides once more from the view and seed of a decision.
     *
     * @param policy another policy; empty: the one that decided
     * @return as docs/api.md has it
     * @throws io.transship.core.failure.TransshipException DECISION_UNKNOWN, POLICY_UNKNOWN
     */
    Map<String, Object> replay(String decision, Optional<String> policy);

    /**
     * What a policy would decide on the network as it is now, under the limits; nothing is moved.
     *
     * @param container empty: each container
     */
    List<Map<String, Object>> attempt(String policy, Optional<ContainerId> container);

    /**
     * Carries a proposal out, after policy and limits were asked again.
     *
     * @return the migration's id
     * @throws io.transship.core.failure.TransshipException DECISION_STALE, MOVE_LIMITED
     */
    String approve(String decision);

    /**
     * Lays a proposal aside.
     *
     * @throws io.transship.core.failure.TransshipException DECISION_STALE: it is no open proposal
     */
    void reject(String decision, String reason);
}
