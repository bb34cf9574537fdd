package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a folder is there to be written to, with room for what is needed. */
public final class DiskCheck implements Check {

    /** For journals and logs. */
    private static final ByteCount MARGIN = ByteCount.ofMiB(64);

    private final String name;
    private final Path folder;
    private final ByteCount needed;

    /**
     * Looks at one folder.
     *
     * @param name what it is for, "work folder"
     * @param needed zero if no container is in mind
     */
    public DiskCheck(String name, Path folder, ByteCount needed) {
        this.name = name;
        this.folder = folder;
        this.needed = needed;
    }

    @Override
    public String subject() {
        return name;
    }

    @Override
    public List<Finding> look() {
        Path there = nearest(folder);
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return List.of(
                    Finding.failure(
                            name,
                            FailureCode.DISK_FULL,
                            "the daemon can't write to " + folder + ".",
                            "Run 'install -d -m 700 "
                                    + folder
                                    + "' on a file system that can be"
                                    + " written to, or name another folder."));
        }
        try {
            ByteCount free = new ByteCount(Files.getFileStore(there).getUsableSpace());
            ByteCount wanted = new ByteCount(needed.bytes() + MARGIN.bytes());
            if (free.bytes() < wanted.bytes()) {
                return List.of(
                        Finding.failure(
                                name,
                                FailureCode.DISK_FULL,
                                "%s are needed in %s, %s are free.".formatted(wanted, folder, free),
                                FailureCode.DISK_FULL.mend()));
            }
            return List.of(Finding.ok(name, folder + ", " + free + " free"));
        } catch (IOException e) {
            return List.of(
                    Finding.failure(
                            name,
                            FailureCode.DISK_FULL,
                            folder + " can't be looked at: " + e.getMessage() + ".",
                            FailureCode.DISK_FULL.mend()));
        }
    }

    /** The folder, or where it would be made. */
    private static Path nearest(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
