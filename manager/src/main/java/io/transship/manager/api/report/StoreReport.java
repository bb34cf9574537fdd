package io.transship.manager.api.report;

import org.jspecify.annotations.Nullable;

/**
 * The store at a glance; numbers are since the manager's start.
 *
 * @param database of all history, without secrets
 * @param problem why it does not answer; null: it does
 * @param samplesWritten in it
 * @param samplesWaiting in memory for it
 * @param samplesLost for want of room, or because it refused them
 * @param recordsWaiting changes of decisions, migrations and events that wait in the journal
 * @param recordsLost of which it will have no copy
 */
public record StoreReport(
        String database,
        @Nullable String problem,
        long samplesWritten,
        long samplesWaiting,
        long samplesLost,
        long recordsWaiting,
        long recordsLost) {}
