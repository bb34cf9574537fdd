package io.transship.daemon.checkpoint.oci;

import io.transship.core.container.Obstacles;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.runtime.ManagedContainer;
import java.util.Optional;

/** What a container has to be for a dump, whoever makes it. */
public final class DumpableContainer {

    private DumpableContainer() {}

    /**
     * The container, if it can be dumped in that mode as far as its options tell.
     *
     * @throws TransshipException CHECKPOINT_FAILED if it does not run, or what its options forbid
     */
    public static ManagedContainer require(ManagedContainer found, MigrationMode mode) {
        if (!found.running()) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "'%s' does not run, it is %s".formatted(found.spec().name(), found.state()),
                    "Start it first.",
                    null);
        }
        for (TransshipException obstacle : Obstacles.of(found.spec().options())) {
            throw obstacle;
        }
        Optional<TransshipException> unfit = Obstacles.to(mode, found.spec().options());
        if (unfit.isPresent()) {
            throw unfit.get();
        }
        return found;
    }
}
