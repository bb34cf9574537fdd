package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.PageTransport;
import io.transship.daemon.command.RunningCommand;
import java.nio.file.Path;

/** Memory comes as files and in no other way. */
final class NoPages implements PageTransport {

    @Override
    public Path socket(MigrationId migration) {
        throw unsupported();
    }

    @Override
    public boolean owns(MigrationId migration, long process) {
        return false;
    }

    @Override
    public RunningCommand receive(MigrationId migration, int port) {
        throw unsupported();
    }

    @Override
    public RunningCommand fetch(MigrationId migration, int port) {
        throw unsupported();
    }

    @Override
    public void awaitFetching(MigrationId migration, RunningCommand fetcher) {
        throw unsupported();
    }

    @Override
    public boolean fetched(MigrationId migration) {
        return false;
    }

    @Override
    public void lose(MigrationId migration) {
        throw unsupported();
    }

    private static TransshipException unsupported() {
        return new TransshipException(
                FailureCode.UNSUPPORTED, "Docker's own checkpoints send no pages");
    }
}
