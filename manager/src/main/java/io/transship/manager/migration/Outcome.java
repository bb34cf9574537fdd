package io.transship.manager.migration;

import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.HostId;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one migration: what went wrong first, and where it serves. Used by one thread.
 */
final class Outcome {

    private final OpenMigration migration;
    private final DaemonSide daemons;
    private final NetworkSide network;
    private final Stopwatch watch;
    private @Nullable TransshipException failure;

    Outcome(OpenMigration migration, DaemonSide daemons, NetworkSide network, Stopwatch watch) {
        this.migration = migration;
        this.daemons = daemons;
        this.network = network;
        this.watch = watch;
    }

    /** Something went wrong; what went wrong before is what people are told. */
    void remember(TransshipException reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** For whoever is ordered to go back. */
    String reason() {
        TransshipException known = failure;
        return known == null ? "the migration was given up" : known.code().name();
    }

    /** The migration as it stands in that phase. */
    Migration in(MigrationPhase phase) {
        Optional<HostId> serving =
                switch (phase) {
                    case COMMITTED -> Optional.of(migration.request().target());
                    case ROLLED_BACK -> Optional.of(migration.request().source());
                    default -> Optional.empty();
                };
        return new Migration(
                migration.id(),
                migration.request(),
                migration.started(),
                phase,
                serving,
                watch.times(),
                daemons.moved(),
                daemons.content(),
                daemons.stateSize(),
                network.report(),
                whatWentWrong(phase));
    }

    /** What was lost past the commit point is told of where it was; else what came first. */
    private Optional<TransshipException> whatWentWrong(MigrationPhase phase) {
        Optional<TransshipException> first = Optional.ofNullable(failure);
        return switch (phase) {
            case COMMITTED -> Optional.empty();
            case LOST -> daemons.loss().or(() -> first);
            default -> first.or(daemons::loss);
        };
    }
}
