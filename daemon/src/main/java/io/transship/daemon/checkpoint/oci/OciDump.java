package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.Dump.DumpFile;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.RunningCommand;
import io.transship.daemon.tuning.KernelValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs runc's checkpoint as an order wants it. Thread-safe for different migrations. */
final class OciDump {

    /**
     * How long CRIU may serve pages: as long as the slowest network needs for the largest memory.
     */
    private static final Duration LONGEST_SERVICE = Duration.ofHours(12);

    /** The descriptor on which CRIU says that the files are complete; see transship-pages. */
    private static final String STATUS_DESCRIPTOR = "9";

    /** runc wants one; CRIU is given a connection. */
    private static final String NO_PORT = "127.0.0.1:1";

    /** Written when a dump is complete; nothing that a restore needs. */
    private static final String STATISTICS = "stats-dump";

    /** For a dump and for serving its pages, where root may not exceed the kernel's bound. */
    private static final long PIPE_BYTES = 4L << 20;

    private final OciHost host;
    private final Workspace workspace;
    private final KernelValue pipes;

    OciDump(OciHost host) {
        this.host = host;
        this.workspace = host.workspace();
        this.pipes =
                KernelValue.atLeast(
                        Path.of("/proc/sys/fs/pipe-max-size"),
                        workspace.note("pipe-max-size"),
                        PIPE_BYTES);
    }

    /**
     * Is to be called before CRIU begins. In every mode the memory goes through pipes: where they
     * are short, CRIU asks the container's processes for a few pages at a time.
     */
    void expect(RunningCommand dump) {
        pipes.begin();
        var _ = dump.ended().whenComplete((_, _) -> pipes.end());
    }

    /** Is to be called once more when CRIU is let through: that may be long after. */
    void begins() {
        pipes.renew();
    }

    /**
     * Returns when the files are complete; CRIU may not be out yet. CHECKPOINT_FAILED or
     * DEADLINE_EXCEEDED otherwise, and then nothing of the dump is at work any more.
     */
    void await(
            RunningCommand dump,
            DumpGate gate,
            MigrationId migration,
            ContainerId container,
            DumpOrder order) {
        // A CRIU that serves goes on, with the pages. Without a messenger before it, it alone says
        // that it is ready for that.
        boolean serves = order.mode() == MigrationMode.POST_COPY;
        BooleanSupplier ready = () -> gate.isDone(migration) || (serves && dump.spoke().isDone());
        try {
            boolean inTime =
                    gate.awaitDone(
                            migration,
                            () -> ready.getAsBoolean() || dump.ended().isDone(),
                            order.deadline());
            if (!inTime) {
                throw new TimeoutException();
            }
            if (!ready.getAsBoolean()) {
                require(dump.ended().get(), migration, container, order);
            }
        } catch (TimeoutException e) {
            ContainerProcesses.killAllWith(workspace.images(migration).toString());
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "'%s' was not dumped within %s".formatted(container, order.deadline()),
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TransshipException known
                    ? known
                    : failed(migration, container);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ContainerProcesses.killAllWith(workspace.images(migration).toString());
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED, "the daemon is being stopped", e);
        }
    }

    private void require(
            CommandResult result, MigrationId migration, ContainerId container, DumpOrder order) {
        // A CRIU that served has said so before; one that ends in order without a word did not.
        if (!result.succeeded() || order.mode() == MigrationMode.POST_COPY) {
            throw failed(migration, container);
        }
    }

    private TransshipException failed(MigrationId migration, ContainerId container) {
        return new TransshipException(
                FailureCode.CHECKPOINT_FAILED,
                "'%s' could not be dumped (%s)"
                        .formatted(
                                container,
                                CriuLog.errors(workspace.work(migration).resolve("dump.log"))));
    }

    /** The program that makes the dump; that of a post-copy goes on until it has served. */
    Command command(MigrationId migration, String engineId, DumpOrder order) {
        List<String> arguments = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", path());
        if (order.mode().passesFiles()) {
            environment.put("TRANSSHIP_PAGES", workspace.pageSocket(migration).toString());
        }
        if (order.mode() == MigrationMode.POST_COPY) {
            environment.put("TRANSSHIP_SERVES", "1");
            arguments.add(host.library().resolve("transship-pages").toString());
            arguments.add("serve");
        }
        arguments.addAll(arguments(migration, engineId, order));
        return new Command(arguments, environment, LONGEST_SERVICE);
    }

    private List<String> arguments(MigrationId migration, String engineId, DumpOrder order) {
        List<String> arguments = new ArrayList<>();
        arguments.add("runc");
        arguments.addAll(List.of("--root", runcRoot(engineId).toString()));
        arguments.addAll(List.of("checkpoint", "--leave-running"));
        arguments.addAll(List.of("--tcp-established", "--file-locks"));
        arguments.addAll(List.of("--image-path", workspace.images(migration).toString()));
        arguments.addAll(List.of("--work-path", workspace.work(migration).toString()));
        if (order.mode().passesFiles()) {
            arguments.addAll(List.of("--page-server", NO_PORT));
        }
        if (order.mode() == MigrationMode.PRE_COPY) {
            arguments.addAll(List.of("--parent-path", RoundFolders.PARENT_OF_DUMP));
        }
        if (order.mode() == MigrationMode.POST_COPY) {
            arguments.addAll(List.of("--lazy-pages", "--status-fd", STATUS_DESCRIPTOR));
        }
        arguments.add(engineId);
        return arguments;
    }

    /** The program that writes a round of memory while the container serves. */
    Command round(MigrationId migration, String engineId, Path folder, int round) {
        List<String> arguments = new ArrayList<>();
        arguments.add("runc");
        arguments.addAll(List.of("--root", runcRoot(engineId).toString()));
        arguments.addAll(List.of("checkpoint", "--pre-dump", "--leave-running"));
        arguments.addAll(List.of("--tcp-established", "--file-locks"));
        arguments.addAll(List.of("--image-path", folder.toString()));
        arguments.addAll(List.of("--work-path", workspace.work(migration).toString()));
        if (round > 1) {
            arguments.addAll(List.of("--parent-path", RoundFolders.parentOf(round)));
        }
        arguments.add(engineId);
        return new Command(arguments, Map.of("PATH", path()), LONGEST_SERVICE);
    }

    /** Runs a round to its end. */
    CommandResult run(Command round) {
        pipes.begin();
        try {
            return host.commands().run(round);
        } finally {
            pipes.end();
        }
    }

    /** What a restore needs of a folder into which CRIU has written. */
    static Dump files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<DumpFile> files = new ArrayList<>();
            for (Path file : all.filter(OciDump::isNeeded).sorted().toList()) {
                files.add(new DumpFile(file.getFileName().toString(), Files.size(file)));
            }
            return new Dump(folder, files);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED, "the dump can't be read: " + e, e);
        }
    }

    /** Links to other folders are made anew where the files go. */
    private static boolean isNeeded(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !file.endsWith(STATISTICS);
    }

    private String path() {
        return host.library().resolve("bin") + ":" + System.getenv("PATH");
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
