package io.transship.daemon.tree;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A tree that takes what {@link TreePacker} wrote on another host. Nothing in the streams can reach
 * a path outside it: it remembers every symbolic link that came, and nothing is written, linked or
 * removed beneath one. Nobody else may write in the tree. Not thread-safe.
 */
public final class TreeUnpacker {

    private static final int MOST_REMOVED_BYTES = 64 << 20;
    private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(10);

    private final CommandRunner commands;
    private final Path root;
    private TarLinks links = new TarLinks();
    private boolean filled;

    /** Takes streams for the tree at {@code root}; the first one must be a whole tree. */
    public TreeUnpacker(CommandRunner commands, Path root) {
        this.commands = commands;
        this.root = root;
    }

    /**
     * Does what the stream says.
     *
     * @throws IOException if {@code in} fails
     */
    public void apply(InputStream in) throws IOException {
        DataInputStream head = new DataInputStream(in);
        TarGuard.demand(head.readInt() == TreePacker.MAGIC, "it is not a tree");
        boolean whole = head.readByte() == 1;
        int size = head.readInt();
        TarGuard.demand(size >= 0 && size <= MOST_REMOVED_BYTES, "its head is too long");
        byte[] removed = head.readNBytes(size);
        TarGuard.demand(removed.length == size, "its head was cut");
        if (whole) {
            FolderTree.empty(root);
            links = new TarLinks();
            filled = true;
        }
        TarGuard.demand(filled, "changes come before the tree");
        remove(new String(removed, StandardCharsets.ISO_8859_1));
        CommandResult result =
                commands.feed(TreePacker.tar(root, List.of("--extract")), new TarGuard(in, links));
        if (!result.succeeded()) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED, root + " can't be filled: " + result.words());
        }
    }

    private void remove(String paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        TarGuard.demand(paths.endsWith("\0"), "its head was cut");
        StringBuilder absolute = new StringBuilder();
        for (String path : paths.substring(0, paths.length() - 1).split("\0", -1)) {
            String inside = TarGuard.inside(path);
            TarGuard.demand(!inside.isEmpty(), "it removes its own root");
            links.demandNoneAbove(inside);
            links.removed(inside);
            absolute.append(inside).append('\0');
        }
        Command rm =
                new Command(
                        List.of("env", "--chdir=" + root, "xargs", "-0", "-r", "rm", "-rf", "--"),
                        Map.of(),
                        LONGEST_REMOVAL);
        byte[] bytes = absolute.toString().getBytes(StandardCharsets.ISO_8859_1);
        CommandResult result = commands.feed(rm, new java.io.ByteArrayInputStream(bytes));
        if (!result.succeeded()) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "files of " + root + " can't be removed: " + result.words());
        }
    }
}
