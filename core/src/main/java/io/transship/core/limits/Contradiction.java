package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import java.util.List;

/**
 * What is asked for containers' places and can't hold, or not at once.
 *
 * @param containers whom it concerns, by name
 * @param problem one sentence with a full stop
 * @param mend one sentence with a full stop: what to do
 */
public record Contradiction(List<ContainerId> containers, String problem, String mend) {

    /** Sorts the names, so that the same contradiction is equal whoever found it. */
    public Contradiction {
        containers = containers.stream().sorted().toList();
    }
}
