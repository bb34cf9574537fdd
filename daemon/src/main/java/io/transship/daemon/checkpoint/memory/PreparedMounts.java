package io.transship.daemon.checkpoint.memory;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.tree.SmallTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A migration's memory file systems on the target: made in its folder, from where CRIU binds them
 * into the copy. When the folder goes they stay mounted in the copy alone.
 */
public final class PreparedMounts {

    private static final String FOLDER = "memory";

    private final CommandRunner commands;
    private final Path folder;

    /** {@code migration}: its folder, which only root may enter. */
    public PreparedMounts(CommandRunner commands, Path migration) {
        this.commands = commands;
        this.folder = migration.resolve(FOLDER);
    }

    /**
     * Makes them.
     *
     * @return CRIU's settings for a restore that finds them
     */
    public String make(List<MemoryMount> mounts) {
        StringBuilder lines = new StringBuilder();
        try {
            for (int i = 0; i < mounts.size(); i++) {
                Path place = Files.createDirectories(folder.resolve(Integer.toString(i)));
                make(mounts.get(i), place);
                lines.append("external mnt[%s]:%s%n".formatted(MemoryMounts.key(i), place));
            }
        } catch (IOException e) {
            throw unusable(e.toString());
        }
        return lines.toString();
    }

    private static String writable(String options) {
        return options.replaceFirst("^ro\\b", "rw");
    }

    /** Private: CRIU could not give a shared mount's peers to the copy. */
    private void make(MemoryMount mount, Path place) throws IOException {
        run(
                Command.of(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        writable(mount.options()),
                        "--make-private",
                        "tmpfs",
                        place.toString()));
        new SmallTree(commands).unpack(mount.bytes(), place);
        if (!mount.options().equals(writable(mount.options()))) {
            run(Command.of("mount", "-o", "remount,ro", place.toString()));
        }
    }

    /** Lets go of them; the copy's own mounts of them stay. */
    public void remove() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                // One that was not mounted yet is empty and goes with its folder.
                commands.run(Command.of("umount", "-l", each.toString()));
                Files.delete(each);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw unusable(e.toString());
        }
    }

    private void run(Command command) {
        CommandResult result = commands.run(command);
        if (!result.succeeded()) {
            throw unusable(result.words());
        }
    }

    private TransshipException unusable(String why) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED,
                "the container's memory file systems can't be made in " + folder + ": " + why,
                "Check that the daemon runs as root.",
                null);
    }
}
