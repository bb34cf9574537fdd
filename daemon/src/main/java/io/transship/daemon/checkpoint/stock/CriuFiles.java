package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.oci.Barrier;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What CRIU is told about a container that Docker dumps and restores: a file of options, which an
 * annotation of the container names. For a restore they name a script, {@code
 * wrapper/transship-plug}: CRIU runs it when the namespaces are there and no socket yet, and it
 * waits until the network is in.
 */
public final class CriuFiles {

    private static final String PLUG = "plug";

    private final CommandRunner commands;
    private final Workspace workspace;
    private final Path library;

    /**
     * Files below the workspace's folder, on memory.
     *
     * @param library folder of the script and of the options that hold for all containers
     */
    public CriuFiles(CommandRunner commands, Workspace workspace, Path library) {
        this.commands = commands;
        this.workspace = workspace;
        this.library = library;
    }

    /** The file of options of that container. */
    public Path configuration(ContainerId container) {
        return workspace.run().resolve("criu").resolve(container.name() + ".conf");
    }

    /** The container is going to be dumped. */
    void forDump(ContainerId container) {
        write(container, "");
    }

    /** The container is going to be restored, and the script will wait. */
    void forRestore(MigrationId migration, ContainerId container) {
        Path script = workspace.folder(migration).resolve(PLUG);
        write(container, "action-script=" + script + "\n");
        try {
            Files.deleteIfExists(script);
            Files.deleteIfExists(process(migration));
            // A link: CRIU takes no arguments for its script, which finds its folder by its name.
            Files.createSymbolicLink(script, library.resolve("transship-plug"));
        } catch (IOException e) {
            throw unusable(script, e);
        }
        barrier(migration).make(commands);
    }

    private void write(ContainerId container, String more) {
        Path file = configuration(container);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Files.readString(library.resolve("criu.conf")) + more);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** The process whose network namespace waits for its network. */
    Optional<Long> waiting(MigrationId migration) {
        Path file = process(migration);
        try {
            return Files.exists(file)
                    ? Optional.of(Long.parseLong(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw unusable(file, e);
        }
    }

    /** The network is in: CRIU goes on. */
    void plugged(MigrationId migration) {
        barrier(migration).open();
    }

    /** The container is gone. */
    void forget(ContainerId container) {
        try {
            Files.deleteIfExists(configuration(container));
        } catch (IOException e) {
            throw unusable(configuration(container), e);
        }
    }

    private Path process(MigrationId migration) {
        return workspace.folder(migration).resolve("process");
    }

    private Barrier barrier(MigrationId migration) {
        return new Barrier(workspace.folder(migration).resolve("network"));
    }

    private static TransshipException unusable(Path file, Exception e) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED, file + " can't be used: " + e.getMessage(), e);
    }
}
