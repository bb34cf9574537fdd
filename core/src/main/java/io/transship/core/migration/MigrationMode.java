package io.transship.core.migration;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a container's memory travels (docs/modes.md compares them). */
public enum MigrationMode {
    /** The predicted best of the others, by the settings of the configuration. */
    AUTO,
    /** Stop, dump to files, send them, restore (thesis 4.1.3). */
    COPY,
    /** Stop, and write memory straight into the target's memory while it is dumped. */
    PAGE_SERVER,
    /**
     * Stop, restore with almost no memory, and fetch pages when they are touched. Once the copy
     * serves, both hosts are needed until the last page is over.
     */
    POST_COPY,
    /** Memory is sent in rounds while the source runs; the freeze has only the last difference. */
    PRE_COPY,
    /** The source serves until the target runs, as in the thesis; for services without state. */
    LEAVE_RUNNING;

    /** The word in configuration, protocol, API and command line: "page-server". */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The mode of that word; empty if no mode has it. */
    public static Optional<MigrationMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** Whether memory goes past the dump's files, from CRIU to CRIU. */
    public boolean passesFiles() {
        return this == PAGE_SERVER || this == POST_COPY;
    }

    /** All words, for people: "auto, copy, page-server, …". */
    public static String words() {
        return Arrays.stream(values()).map(MigrationMode::word).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return word();
    }
}
