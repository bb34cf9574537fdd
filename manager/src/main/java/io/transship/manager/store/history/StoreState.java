package io.transship.manager.store.history;

import java.util.Optional;

/**
 * The store at a glance. Numbers are since the start.
 *
 * @param database where, without secrets
 * @param problem why it does not answer, if it does not
 * @param samplesWritten in it
 * @param samplesWaiting in memory
 * @param samplesLost for want of room, or refused
 * @param recordsWaiting changes of decisions, migrations and events that wait in the journal
 * @param recordsLost of which no copy will be there
 */
public record StoreState(
        String database,
        Optional<String> problem,
        long samplesWritten,
        long samplesWaiting,
        long samplesLost,
        long recordsWaiting,
        long recordsLost) {}
