package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.RunningCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs runc's checkpoint as an order wants it. Thread-safe for different migrations. */
final class OciDump {

    /**
     * How long CRIU may serve pages: as long as the slowest network needs for the largest memory.
     */
    private static final Duration LONGEST_SERVICE = Duration.ofHours(12);

    /** The descriptor on which CRIU says that the files are complete; see transship-pages. */
    private static final String STATUS_DESCRIPTOR = "9";

    private final OciHost host;
    private final Workspace workspace;
    private final PipeSize pipes;

    OciDump(OciHost host) {
        this.host = host;
        this.workspace = host.workspace();
        this.pipes =
                new PipeSize(
                        Path.of("/proc/sys/fs/pipe-max-size"), workspace.note("pipe-max-size"));
    }

    /** Returns when the files are complete; CHECKPOINT_FAILED or DEADLINE_EXCEEDED otherwise. */
    void run(MigrationId migration, String engineId, DumpOrder order) {
        if (order.mode() == MigrationMode.POST_COPY) {
            serve(migration, engineId, order);
            return;
        }
        require(
                host.commands()
                        .run(command(arguments(migration, engineId, order), order.deadline())),
                migration,
                engineId);
    }

    /** CRIU goes on, with the pages. */
    private void serve(MigrationId migration, String engineId, DumpOrder order) {
        List<String> arguments = new ArrayList<>();
        arguments.add(host.library().resolve("transship-pages").toString());
        arguments.add("serve");
        arguments.addAll(arguments(migration, engineId, order));
        pipes.raise();
        RunningCommand criu;
        try {
            criu = host.commands().start(command(arguments, LONGEST_SERVICE));
        } catch (TransshipException e) {
            pipes.lower();
            throw e;
        }
        var _ = criu.ended().whenComplete((_, _) -> pipes.lower());
        awaitImages(criu, migration, engineId, order);
    }

    private void awaitImages(
            RunningCommand criu, MigrationId migration, String engineId, DumpOrder order) {
        try {
            CompletableFuture.anyOf(criu.spoke(), criu.ended())
                    .get(order.deadline().toMillis(), TimeUnit.MILLISECONDS);
            if (!criu.spoke().isDone()) {
                require(criu.ended().get(), migration, engineId);
                throw failed(migration, engineId);
            }
        } catch (TimeoutException e) {
            ContainerProcesses.killAllWith(workspace.images(migration).toString());
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "container %s was not dumped within %s".formatted(engineId, order.deadline()),
                    e);
        } catch (ExecutionException e) {
            throw failed(migration, engineId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(FailureCode.INTERNAL, "the daemon is being stopped", e);
        }
    }

    private void require(CommandResult result, MigrationId migration, String engineId) {
        if (!result.succeeded()) {
            throw failed(migration, engineId);
        }
    }

    private TransshipException failed(MigrationId migration, String engineId) {
        return new TransshipException(
                FailureCode.CHECKPOINT_FAILED,
                "container %s could not be dumped (%s)"
                        .formatted(
                                engineId,
                                CriuLog.errors(workspace.work(migration).resolve("dump.log"))));
    }

    /** The program that makes a dump which needs nobody to look after it. */
    Command command(MigrationId migration, String engineId, DumpOrder order) {
        return command(arguments(migration, engineId, order), order.deadline());
    }

    private Command command(List<String> arguments, Duration deadline) {
        String path = host.library().resolve("bin") + ":" + System.getenv("PATH");
        return new Command(arguments, Map.of("PATH", path), deadline);
    }

    private List<String> arguments(MigrationId migration, String engineId, DumpOrder order) {
        List<String> arguments = new ArrayList<>();
        arguments.add("runc");
        arguments.addAll(List.of("--root", runcRoot(engineId).toString()));
        arguments.addAll(List.of("checkpoint", "--leave-running"));
        arguments.addAll(List.of("--tcp-established", "--file-locks"));
        arguments.addAll(List.of("--image-path", workspace.images(migration).toString()));
        arguments.addAll(List.of("--work-path", workspace.work(migration).toString()));
        if (order.pagePort() != 0) {
            arguments.addAll(List.of("--page-server", "127.0.0.1:" + order.pagePort()));
        }
        if (order.mode() == MigrationMode.POST_COPY) {
            arguments.addAll(List.of("--lazy-pages", "--status-fd", STATUS_DESCRIPTOR));
        }
        arguments.add(engineId);
        return arguments;
    }

    private Path runcRoot(String engineId) {
        return workspace
                .runcRoot(engineId)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.NOT_DUMPABLE,
                                        "container %s was not started through our OCI runtime"
                                                .formatted(engineId)));
    }
}
