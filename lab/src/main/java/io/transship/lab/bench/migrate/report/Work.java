package io.transship.lab.bench.migrate.report;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.util.Optional;

/**
 * One row of the bench: what moves, how, and over what.
 *
 * @param how a mode of ours, or the name of a peer
 * @param engine "docker" or "podman"
 * @param memory what the server holds beside its own program
 * @param link of every cable; empty: as much as the machine carries
 */
public record Work(String how, String engine, ByteCount memory, Optional<BitRate> link) {

    /** Whether one is the measure of the other. */
    public boolean sameLoad(Work other) {
        return memory.equals(other.memory) && link.equals(other.link);
    }

    /**
     * Whether a client's connection outlives the move. Where the source is left running it does
     * not, unless nobody has used it since the dump: the copy knows it as it was then.
     */
    public boolean keepsConnections() {
        return !how.equals(MigrationMode.LEAVE_RUNNING.word());
    }

    /** The memory as people write it. */
    public String memoryWord() {
        return memory.equals(ByteCount.ZERO) ? "0" : memory.toString();
    }

    /** The link as people write it. */
    public String linkWord() {
        return link.map(BitRate::toString).orElse("unlimited");
    }
}
