package io.transship.core.policy;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;

/** What a policy answers. */
public sealed interface Decision {

    /** How it came to that. */
    Explanation explanation();

    /**
     * The container shall move.
     *
     * @param container which
     * @param source where it runs
     * @param target where it shall run
     * @param explanation every candidate
     */
    record Move(ContainerId container, HostId source, HostId target, Explanation explanation)
            implements Decision {}

    /**
     * Nothing shall move.
     *
     * @param reason why
     * @param explanation every candidate
     */
    record Stay(StayReason reason, Explanation explanation) implements Decision {}
}
