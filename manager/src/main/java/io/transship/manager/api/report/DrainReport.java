package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host that is emptied.
 *
 * @param host its name
 * @param maintenance whether it is under maintenance
 * @param state "open" (not under maintenance), "draining", "drained", or "stuck": what is left
 *     can't move, and none of it will by waiting
 * @param containers those that were there when it began, or are there now
 */
public record DrainReport(String host, boolean maintenance, String state, List<Item> containers) {

    /**
     * A container of that host.
     *
     * @param container its name
     * @param state "moving", "moved", "waiting" or "stuck"
     * @param target where it goes, or has gone
     * @param reason why it waits or is stuck
     */
    public record Item(
            String container, String state, @Nullable String target, @Nullable String reason) {}
}
