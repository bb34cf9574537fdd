package io.transship.manager.store.history;

import io.transship.manager.store.dialect.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where what is kept, and for how long.
 *
 * @param history the database of all history
 * @param journal the file of the journal
 * @param buffer samples that may wait in memory
 * @param samples how long samples are kept as they are
 * @param minutes how long what they were thinned out to is kept
 * @param records how long events, decisions and migrations are kept
 */
public record StoreSettings(
        DatabaseAddress history,
        Path journal,
        int buffer,
        Duration samples,
        Duration minutes,
        Duration records) {}
