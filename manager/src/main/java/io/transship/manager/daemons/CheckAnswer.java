package io.transship.manager.daemons;

import io.transship.core.failure.TransshipException;
import io.transship.proto.v1.Needs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon found.
 *
 * @param findings in the order in which it looked
 * @param needs of the container, for a target; handed on as it is
 * @param clock the host's time of day
 */
public record CheckAnswer(List<Finding> findings, Optional<Needs> needs, Instant clock) {

    /** Copies the list. */
    public CheckAnswer {
        findings = List.copyOf(findings);
    }

    /**
     * One thing that was looked at.
     *
     * @param subject what
     * @param ok whether all is well
     * @param warning whether a move is possible, at a price
     * @param detail what was found
     * @param failure what is wrong; absent if all is well
     */
    public record Finding(
            String subject,
            boolean ok,
            boolean warning,
            String detail,
            @Nullable TransshipException failure) {}
}
