package io.transship.daemon.luggage;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.wire.WireFiles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A container's files and log as they arrive at the target. Not thread-safe. */
public final class Arrivals {

    private final Engine engine;
    private final ContainerId container;
    private final Path directory;

    /** Those that come into this folder. */
    public Arrivals(Engine engine, ContainerId container, Path directory) {
        this.engine = engine;
        this.container = container;
        this.directory = directory;
    }

    /** Whether something for the writable layer is there, which is always the first tree. */
    public boolean hasLayer() {
        return Files.exists(directory.resolve(WireFiles.TREE + 0));
    }

    /** Gives the container what is there; nothing of it stays in the folder. */
    public void unpack() throws IOException {
        for (Path file : trees()) {
            try (DataInputStream in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                String tree = in.readUTF();
                engine.trees().apply(container, tree, in);
            }
            Files.delete(file);
        }
        Path log = directory.resolve(WireFiles.LOG);
        if (Files.exists(log)) {
            if (Files.size(log) > 0) {
                try (var in = Files.newInputStream(log)) {
                    engine.logs().append(container, in);
                }
            }
            Files.delete(log);
        }
    }

    private List<Path> trees() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> each.getFileName().toString().startsWith(WireFiles.TREE))
                    .sorted()
                    .toList();
        }
    }
}
