package io.transship.daemon.checkpoint;

import io.transship.core.model.ContainerId;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Pre-copy: memory that goes ahead in rounds while the container serves. Each round has what was
 * written since the one before; the dump has what was written since the last. A restore needs all
 * of them. Thread-safe for different migrations.
 */
public interface MemoryRounds {

    /**
     * The source's half, between {@link SourceCheckpoint#prepare} and {@link
     * SourceCheckpoint#freeze}: writes a round's files. The container stands still only while CRIU
     * collects its pages.
     *
     * <p>On failure (CHECKPOINT_FAILED, DEADLINE_EXCEEDED) the container serves, but what it wrote
     * is not known any more: there can be no further round and no dump.
     *
     * @param round from 1, without a gap
     */
    Dump write(MigrationId migration, ContainerId container, int round, Duration deadline);

    /**
     * The target's half: the folder that takes the files of a round, flat; from {@link
     * TargetRestore#prepare} on.
     *
     * @param round 1 to {@link io.transship.core.prediction.PreCopyRounds#MOST}
     */
    Path folder(MigrationId migration, int round);

    /**
     * Whether the container's rounds have begun here. The kernel's marks of the pages that it
     * writes belong to them then, and nobody else may clear them.
     */
    boolean areOf(ContainerId container);
}
