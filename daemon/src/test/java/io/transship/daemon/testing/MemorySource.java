package io.transship.daemon.testing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.SourceCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Dumps a container's memory into files, or to where the order says. */
final class MemorySource implements SourceCheckpoint {

    private final MemoryHost host;

    MemorySource(MemoryHost host) {
        this.host = host;
    }

    @Override
    public Handover prepare(MigrationId migration, ContainerId container, DumpOrder order) {
        host.call("prepare-source");
        MemoryContainer box = host.require(container);
        return new Handover(
                box.spec, box.imageId, "{}", order.mode(), new ByteCount(box.memory.length));
    }

    @Override
    public void freeze(MigrationId migration, ContainerId container) {
        host.call("freeze");
        host.enter(host.require(container), MemoryContainer.State.FROZEN);
    }

    @Override
    public Dump dump(
            MigrationId migration, ContainerId container, DumpOrder order, Runnable begun) {
        begun.run();
        host.call("dump");
        MemoryContainer box = host.require(container);
        try {
            Path directory = Files.createDirectories(host.run.resolve("dump-" + migration));
            List<Dump.DumpFile> files = new ArrayList<>();
            files.add(file(directory, "inventory.img", box.spec.name().name().getBytes()));
            switch (order.mode()) {
                case PAGE_SERVER -> {
                    files.add(file(directory, "size.img", size(box)));
                    PageProtocol.send(host.pageSocket(migration), box.memory);
                }
                case POST_COPY -> {
                    files.add(file(directory, "size.img", size(box)));
                    files.add(
                            file(
                                    directory,
                                    "pagemap-1.img",
                                    PageProtocol.pagemap(box.memory.length)));
                    PageProtocol.serve(
                            host.pageSocket(migration), box.memory, () -> host.call("page"));
                }
                case PRE_COPY -> files.addAll(sinceTheLastRound(directory, box));
                default -> files.add(file(directory, "pages-1.img", box.memory));
            }
            if (order.mode() != MigrationMode.LEAVE_RUNNING) {
                host.plug(box, false);
            }
            return new Dump(directory, files);
        } catch (IOException e) {
            throw new TransshipException(FailureCode.CHECKPOINT_FAILED, "no dump: " + e + ".", e);
        }
    }

    private List<Dump.DumpFile> sinceTheLastRound(Path directory, MemoryContainer box)
            throws IOException {
        byte[] changes = host.rounds.changes(box.spec.name(), box.memory);
        return List.of(
                file(directory, "size.img", size(box)), file(directory, "changes.img", changes));
    }

    private static byte[] size(MemoryContainer box) {
        return Integer.toString(box.memory.length).getBytes();
    }

    private static Dump.DumpFile file(Path directory, String name, byte[] content)
            throws IOException {
        Files.write(directory.resolve(name), content);
        return new Dump.DumpFile(name, content.length);
    }

    @Override
    public void thaw(MigrationId migration, ContainerId container) {
        host.call("thaw");
        host.enter(host.require(container), MemoryContainer.State.RUNNING);
    }

    @Override
    public void stop(MigrationId migration, ContainerId container) {
        host.call("stop");
        MemoryContainer box = host.require(container);
        host.enter(box, MemoryContainer.State.FROZEN);
        host.plug(box, false);
    }

    @Override
    public void resume(MigrationId migration, ContainerId container) {
        host.call("resume");
        MemoryContainer box = host.require(container);
        box.plugged = true;
        host.enter(box, MemoryContainer.State.RUNNING);
    }

    @Override
    public void finish(MigrationId migration, ContainerId container) {
        host.call("finish");
        host.removeBox(container);
    }
}
