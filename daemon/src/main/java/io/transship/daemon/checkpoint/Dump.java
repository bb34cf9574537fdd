package io.transship.daemon.checkpoint;

import io.transship.core.model.ByteCount;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished dump. The files lie flat in one folder, on memory; the sender takes their digests
 * while it reads them, so that the container is frozen no longer than needed.
 *
 * @param directory where the files are
 * @param files all of them; the target needs every one
 */
public record Dump(Path directory, List<DumpFile> files) {

    /** Copies the list. */
    public Dump {
        files = List.copyOf(files);
    }

    /** The size of all files together. */
    public ByteCount size() {
        return new ByteCount(files.stream().mapToLong(DumpFile::size).sum());
    }

    /**
     * One file of a dump.
     *
     * @param name its name in the folder; never a path
     * @param size in bytes
     */
    public record DumpFile(String name, long size) {}
}
