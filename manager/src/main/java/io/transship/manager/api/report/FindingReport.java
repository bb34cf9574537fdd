package io.transship.manager.api.report;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param side who looked: "source", "target", "host" or "manager"
 * @param host where; absent for the manager itself
 * @param subject what was looked at
 * @param verdict "ok", "warning" or "failure"
 * @param detail what was found; absent if there is nothing more to say
 * @param code symbolic; absent if all is well
 * @param message what is wrong, one sentence
 * @param mend what to do about it
 */
public record FindingReport(
        String side,
        @Nullable String host,
        String subject,
        String verdict,
        @Nullable String detail,
        @Nullable String code,
        @Nullable String message,
        @Nullable String mend) {}
