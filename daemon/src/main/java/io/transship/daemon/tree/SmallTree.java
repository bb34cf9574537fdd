package io.transship.daemon.tree;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A tree of few, small files that fits into a message: a compressed tar archive, with device files.
 * What is mounted within it is left out.
 */
public final class SmallTree {

    /** Longest archive, in bytes before compression. */
    public static final int LIMIT = 256 << 10;

    private final CommandRunner commands;

    /** Packs and unpacks by means of {@code commands}. */
    public SmallTree(CommandRunner commands) {
        this.commands = commands;
    }

    /** The archive; empty if the tree is not small, or changes while it is packed. */
    public Optional<byte[]> pack(Path root) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Bounded packed = new Bounded(new GZIPOutputStream(bytes));
        CommandResult result =
                commands.drain(
                        TreePacker.tar(root, List.of("--create", "--one-file-system", ".")),
                        packed);
        packed.close();
        return result.succeeded() && packed.fits()
                ? Optional.of(bytes.toByteArray())
                : Optional.empty();
    }

    /**
     * Fills an empty folder; nothing can reach a path outside it.
     *
     * @throws TransshipException PROTOCOL_VIOLATION if the archive tries to; TRANSFER_FAILED
     */
    public void unpack(byte[] archive, Path root) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            byte[] plain = in.readNBytes(LIMIT + 1);
            TarGuard.demand(plain.length <= LIMIT, "a small tree is not small");
            CommandResult result =
                    commands.feed(
                            TreePacker.tar(root, List.of("--extract")),
                            TarGuard.withDevices(new ByteArrayInputStream(plain)));
            if (!result.succeeded()) {
                throw new TransshipException(
                        FailureCode.TRANSFER_FAILED, root + " can't be filled: " + result.words());
            }
        }
    }

    /** Forgets what is beyond the limit. */
    private static final class Bounded extends OutputStream {

        private final OutputStream out;
        private int left = LIMIT;

        Bounded(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (left >= 0) {
                left -= length;
                if (left >= 0) {
                    out.write(bytes, offset, length);
                }
            }
        }

        boolean fits() {
            return left >= 0;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
