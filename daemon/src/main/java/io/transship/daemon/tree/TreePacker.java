package io.transship.daemon.tree;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trees as streams: a head of ours, and a tar archive (POSIX.1-2001) with owners, times, extended
 * attributes, access lists, hard links and holes. GNU tar packs and unpacks.
 *
 * <p>The head: {@code TST1}, a byte (1: the whole tree), and the paths that are removed first, each
 * ended by a zero byte, behind the number of all these bytes.
 */
public final class TreePacker {

    static final int MAGIC = 0x54535431;

    private static final Duration LONGEST_COPY = Duration.ofHours(2);
    private static final int FILE_CHANGED = 1;

    private final CommandRunner commands;

    /** Packs by means of {@code commands}. */
    public TreePacker(CommandRunner commands) {
        this.commands = commands;
    }

    /**
     * Writes these changes of the tree; programs may write there meanwhile.
     *
     * @return paths that were sent
     * @throws IOException if {@code out} fails
     */
    public Set<String> write(Path root, TreeChanges changes, OutputStream out) throws IOException {
        DataOutputStream head = new DataOutputStream(out);
        head.writeInt(MAGIC);
        head.writeByte(changes.whole() ? 1 : 0);
        byte[] removed = list(changes.removed(), "");
        head.writeInt(removed.length);
        head.write(removed);
        head.flush();
        Path names = Files.createTempFile("transship", ".names");
        try {
            return changes.whole()
                    ? packAll(root, names, out)
                    : packNamed(root, changes.sent(), names, out);
        } finally {
            Files.delete(names);
        }
    }

    private Set<String> packAll(Path root, Path names, OutputStream out) throws IOException {
        pack(
                root,
                List.of(
                        "--create",
                        "--verbose",
                        "--quoting-style=escape",
                        "--index-file=" + names,
                        "."),
                out);
        return TarNames.read(Files.readString(names, StandardCharsets.ISO_8859_1));
    }

    private Set<String> packNamed(Path root, List<String> sent, Path names, OutputStream out)
            throws IOException {
        Files.write(names, list(sent, "./"));
        pack(
                root,
                List.of(
                        "--create",
                        "--no-recursion",
                        "--null",
                        "--verbatim-files-from",
                        "--files-from=" + names),
                out);
        return Set.copyOf(sent);
    }

    private void pack(Path root, List<String> arguments, OutputStream out) throws IOException {
        CommandResult result = commands.drain(tar(root, arguments), out);
        if (!result.succeeded() && result.exit() != FILE_CHANGED) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED, root + " can't be packed: " + result.words());
        }
    }

    private static byte[] list(List<String> paths, String prefix) {
        StringBuilder text = new StringBuilder();
        paths.forEach(each -> text.append(prefix).append(each).append('\0'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** GNU tar at {@code root}, with everything of each file that a move keeps. */
    public static Command tar(Path root, List<String> arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "tar",
                                "--directory=" + root,
                                "--format=posix",
                                "--numeric-owner",
                                "--sparse",
                                "--acls",
                                "--xattrs",
                                "--xattrs-include=*"));
        all.addAll(arguments);
        return new Command(all, Map.of("TAR_OPTIONS", "", "LC_ALL", "C"), LONGEST_COPY);
    }
}
