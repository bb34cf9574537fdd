package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.MemoryRounds;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rounds by runc's {@code checkpoint --pre-dump}. */
final class OciRounds implements MemoryRounds {

    private final OciHost host;
    private final OciDump dumps;
    private final RoundFolders folders;
    private final Map<ContainerId, MigrationId> begun = new ConcurrentHashMap<>();

    OciRounds(OciHost host, OciDump dumps) {
        this.host = host;
        this.dumps = dumps;
        this.folders = new RoundFolders(host.workspace());
    }

    @Override
    public Dump write(MigrationId migration, ContainerId container, int round, Duration deadline) {
        begun.put(container, migration);
        Path folder = folder(migration, round);
        Command command =
                dumps.round(migration, host.demand(container).engineId(), folder, round)
                        .within(deadline);
        CommandResult result = dumps.run(command);
        if (!result.succeeded()) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "round %d of the memory of '%s' could not be written: %s (%s)"
                            .formatted(
                                    round,
                                    container,
                                    result.words(),
                                    CriuLog.errors(
                                            host.workspace().work(migration).resolve("dump.log"))));
        }
        folders.setLast(migration, round);
        return OciDump.files(folder);
    }

    @Override
    public Path folder(MigrationId migration, int round) {
        return folders.folder(migration, round);
    }

    @Override
    public boolean areOf(ContainerId container) {
        MigrationId migration = begun.get(container);
        if (migration == null) {
            return false;
        }
        if (Files.exists(host.workspace().rounds(migration))) {
            return true;
        }
        begun.remove(container, migration);
        return false;
    }
}
