package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.PageTransport;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.RunningCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** CRIU's page server and its fetcher of lazy pages, started by our script transship-pages. */
final class OciPages implements PageTransport {

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration READY = Duration.ofSeconds(10);

    /** While the source serves: the script gives up on an early start after some five. */
    private static final Duration ARMING = Duration.ofSeconds(30);

    /** Note, written by the script: the last page came. */
    private static final String FETCHED = "fetched";

    /** Note, written by the script: the dump's files may come. */
    private static final String ARMED = "armed";

    private final OciHost host;
    private final OciTarget target;
    private final Workspace workspace;
    private final Await await = new Await(Duration.ofMillis(1));

    OciPages(OciHost host, OciTarget target) {
        this.host = host;
        this.target = target;
        this.workspace = host.workspace();
    }

    @Override
    public Path socket(MigrationId migration) {
        return workspace.pageSocket(migration);
    }

    @Override
    public boolean owns(MigrationId migration, long process) {
        return ContainerProcesses.isOrServes(process, workspace.folder(migration).toString());
    }

    @Override
    public RunningCommand receive(MigrationId migration, int port) {
        return host.commands().start(script("receive", migration, port, ""));
    }

    @Override
    public RunningCommand fetch(MigrationId migration, int port) {
        String engineId = host.demand(target.container(migration)).engineId();
        workspace.forget(migration, FETCHED);
        workspace.forget(migration, ARMED);
        RunningCommand fetcher = host.commands().start(script("fetch", migration, port, engineId));
        require(migration, fetcher, () -> workspace.noted(migration, ARMED).isPresent(), ARMING);
        return fetcher;
    }

    @Override
    public void awaitFetching(MigrationId migration, RunningCommand fetcher) {
        Path socket = workspace.work(migration).resolve("lazy-pages.socket");
        require(migration, fetcher, () -> Files.exists(socket), READY);
    }

    /** Returns when the fetcher has come so far; one that has not is ended. */
    private void require(
            MigrationId migration, RunningCommand fetcher, BooleanSupplier there, Duration within) {
        await.until(() -> there.getAsBoolean() || fetcher.ended().isDone(), within);
        if (!there.getAsBoolean()) {
            fetcher.kill();
            throw new TransshipException(
                    FailureCode.RESTORE_FAILED,
                    "'%s' can't fetch its memory (%s)"
                            .formatted(
                                    target.container(migration),
                                    CriuLog.errors(
                                            workspace.work(migration).resolve("lazy-pages.log"))));
        }
    }

    private Command script(String verb, MigrationId migration, int port, String engineId) {
        return new Command(
                List.of(
                        host.library().resolve("transship-pages").toString(),
                        verb,
                        workspace.folder(migration).toString(),
                        Integer.toString(port),
                        engineId),
                Map.of(),
                LONGEST);
    }

    @Override
    public boolean fetched(MigrationId migration) {
        return workspace.noted(migration, FETCHED).isPresent();
    }

    @Override
    public void lose(MigrationId migration) {
        target.remove(migration);
    }
}
