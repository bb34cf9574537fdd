package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.MemoryRounds;
import io.transship.daemon.checkpoint.MigrationId;
import java.nio.file.Path;
import java.time.Duration;

/** Memory comes all at once. */
final class NoRounds implements MemoryRounds {

    @Override
    public Dump write(MigrationId migration, ContainerId container, int round, Duration deadline) {
        throw unsupported();
    }

    @Override
    public Path folder(MigrationId migration, int round) {
        throw unsupported();
    }

    @Override
    public boolean areOf(ContainerId container) {
        return false;
    }

    private static TransshipException unsupported() {
        return new TransshipException(
                FailureCode.UNSUPPORTED, "Docker's own checkpoints know no rounds");
    }
}
