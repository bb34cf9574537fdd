package io.transship.daemon.testing;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.SourceCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Dumps a container's memory into files. */
final class MemorySource implements SourceCheckpoint {

    private final MemoryHost host;

    MemorySource(MemoryHost host) {
        this.host = host;
    }

    @Override
    public Handover prepare(MigrationId migration, ContainerId container) {
        host.call("prepare-source");
        MemoryContainer box = host.require(container);
        return new Handover(box.spec, box.imageId, "{}", new ByteCount(box.memory.length));
    }

    @Override
    public void freeze(MigrationId migration, ContainerId container) {
        host.call("freeze");
        host.enter(host.require(container), MemoryContainer.State.FROZEN);
    }

    @Override
    public Dump dump(MigrationId migration, ContainerId container, Duration deadline) {
        host.call("dump");
        MemoryContainer box = host.require(container);
        try {
            Path directory = Files.createDirectories(host.run.resolve("dump-" + migration));
            Files.writeString(directory.resolve("inventory.img"), box.spec.name().name());
            Files.write(directory.resolve("pages-1.img"), box.memory);
            host.enter(box, MemoryContainer.State.DUMPED);
            return new Dump(
                    directory,
                    List.of(
                            new Dump.DumpFile(
                                    "inventory.img",
                                    Files.size(directory.resolve("inventory.img"))),
                            new Dump.DumpFile("pages-1.img", box.memory.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void resume(MigrationId migration, ContainerId container) {
        host.call("resume");
        host.enter(host.require(container), MemoryContainer.State.RUNNING);
    }

    @Override
    public void finish(MigrationId migration, ContainerId container) {
        host.call("finish");
        host.removeBox(container);
    }
}
