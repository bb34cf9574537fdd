package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.TransferPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one session receives: files in the folders it has opened, batch by batch, each file's digest
 * taken while it is written. Thread-safe.
 */
public final class TransferInbox {

    /** Space that stays free on each disk that takes files. */
    static final long RESERVE_BYTES = 8L << 20;

    /** How long a session waits for the connection that follows a broken one. */
    private static final Duration RESUMING = Duration.ofSeconds(20);

    /**
     * Files of fewer bytes are not worth a look at the space: {@link #RESERVE_BYTES} covers them.
     */
    private static final long SMALL = 64 << 10;

    /** After so many bytes of a file of unknown size the space is looked at again. */
    private static final long SPACE_EVERY = 32L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Path> folders = new HashMap<>();
    private final List<FileDigest> files = new ArrayList<>();
    private final Map<String, Checksum> checksums = new HashMap<>();
    private final Map<Integer, List<FileDigest>> batches = new HashMap<>();
    private final long maxBytes;
    private final long resumingNanos;
    private long received;
    private long nextLook;
    private long brokenAt;
    private @Nullable String broken;
    private @Nullable OpenFile open;
    private @Nullable TransshipException failure;

    /**
     * An empty inbox.
     *
     * @param directory takes the files without a folder; must exist
     * @param maxBytes over all files
     */
    public TransferInbox(Path directory, long maxBytes) {
        this(directory, maxBytes, RESUMING);
    }

    /**
     * An empty inbox.
     *
     * @param resuming how long a wait goes on without a connection after one broke
     */
    public TransferInbox(Path directory, long maxBytes, Duration resuming) {
        this.maxBytes = maxBytes;
        this.resumingNanos = resuming.toNanos();
        folders.put("", directory);
    }

    /** Opens a folder: files whose path begins with "{@code name}/" go there. */
    public void openFolder(String name, Path directory) {
        lock.lock();
        try {
            folders.put(name, directory);
        } finally {
            lock.unlock();
        }
    }

    /** What came into an opened folder: each file's name and what was written into it. */
    public Map<String, Checksum> checksums(String folder) {
        String prefix = folder + "/";
        Map<String, Checksum> inFolder = new HashMap<>();
        lock.lock();
        try {
            checksums.forEach(
                    (path, checksum) -> {
                        if (path.startsWith(prefix)) {
                            inFolder.put(path.substring(prefix.length()), checksum);
                        }
                    });
        } finally {
            lock.unlock();
        }
        return inFolder;
    }

    /** Bytes of files so far. */
    public long receivedBytes() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the batch is complete.
     *
     * @return its files
     * @throws TransshipException TRANSFER_FAILED or what else ended the connection;
     *     DEADLINE_EXCEEDED
     */
    public List<FileDigest> await(int batch, Duration deadline) throws InterruptedException {
        lock.lock();
        try {
            long nanos = deadline.toNanos();
            while (true) {
                List<FileDigest> complete = batches.get(batch);
                if (complete != null) {
                    return complete;
                }
                if (failure != null) {
                    throw failure;
                }
                if (nanos <= 0) {
                    throw new TransshipException(
                            FailureCode.DEADLINE_EXCEEDED,
                            "batch " + batch + " was not complete after " + deadline + ".");
                }
                long wait = Math.min(nanos, untilGivenUp());
                nanos -= wait - changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait for the next connection; there is no end while there is one. */
    private long untilGivenUp() {
        if (broken == null) {
            return Long.MAX_VALUE;
        }
        long left = resumingNanos - (System.nanoTime() - brokenAt);
        if (left <= 0) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED, broken + ", and no other one came.");
        }
        return left;
    }

    /** A connection is there, the first or one that goes on where the last one broke. */
    void connected() {
        lock.lock();
        try {
            broken = null;
        } finally {
            lock.unlock();
        }
    }

    /** The connection broke; another one may come. */
    void disconnected(String why) {
        lock.lock();
        try {
            broken = why;
            brokenAt = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Throws what the session failed of, if it did: a further connection is of no use. */
    void requireSound() {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait with this failure, unless there was one before. */
    public void fail(TransshipException reason) {
        lock.lock();
        try {
            if (failure == null) {
                failure = reason;
            }
            if (open != null) {
                open.discard();
                open = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void begin(String text, long size) throws IOException {
        TransferPath path = TransferPath.parse(text);
        lock.lock();
        try {
            Path directory = folders.get(path.folder());
            if (open != null || failure != null || directory == null) {
                throw violation("a file begins where none may begin");
            }
            if (size < -1 || size > maxBytes - received) {
                throw violation("a file of " + size + " bytes is more than was announced");
            }
            if (size >= SMALL || received >= nextLook) {
                requireSpace(directory, Math.max(size, 0));
            }
            open = OpenFile.create(text, path.in(directory), size);
        } finally {
            lock.unlock();
        }
    }

    void data(ByteBuffer bytes) throws IOException {
        lock.lock();
        try {
            OpenFile file = requireOpen();
            received += bytes.remaining();
            if (received > maxBytes) {
                throw violation("more than the announced " + maxBytes + " bytes came");
            }
            if (received >= nextLook) {
                nextLook = received + SPACE_EVERY;
                requireSpace(file.directory(), 0);
            }
            file.append(bytes);
        } finally {
            lock.unlock();
        }
    }

    void endFile(byte[] digestThere) throws IOException {
        lock.lock();
        try {
            OpenFile file = requireOpen();
            FileDigest digest = file.finish(digestThere);
            checksums.put(digest.path(), new Checksum(digest.size(), file.crc32c()));
            open = null;
            if (files.stream().anyMatch(other -> other.path().equals(digest.path()))) {
                throw violation("a file came twice in one batch");
            }
            files.add(digest);
        } finally {
            lock.unlock();
        }
    }

    void endBatch(int number) {
        lock.lock();
        try {
            if (open != null || batches.containsKey(number)) {
                throw violation("batch " + number + " can't end here");
            }
            batches.put(number, List.copyOf(files));
            files.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private OpenFile requireOpen() {
        if (open == null || failure != null) {
            throw violation("bytes came outside a file");
        }
        return open;
    }

    private static void requireSpace(Path directory, long size) {
        long usable = directory.toFile().getUsableSpace();
        if (usable - RESERVE_BYTES < size) {
            throw new TransshipException(
                    FailureCode.DISK_FULL,
                    directory + " has room for " + usable + " bytes, " + size + " are coming.");
        }
    }

    private static TransshipException violation(String what) {
        return new TransshipException(FailureCode.PROTOCOL_VIOLATION, what + ".");
    }

    /** The file that is being written. */
    private static final class OpenFile {

        private final String path;
        private final Path file;
        private final long announced;
        private final FileChannel channel;
        private final ChunkDigest digest = new ChunkDigest();
        private long size;

        private OpenFile(String path, Path file, long announced, FileChannel channel) {
            this.path = path;
            this.file = file;
            this.announced = announced;
            this.channel = channel;
        }

        /** A file that comes again replaces the old one; a link is never followed. */
        static OpenFile create(String path, Path file, long announced) throws IOException {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(file);
            }
            FileChannel channel =
                    FileChannel.open(
                            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            return new OpenFile(path, file, announced, channel);
        }

        void append(ByteBuffer bytes) throws IOException {
            size += bytes.remaining();
            if (announced >= 0 && size > announced) {
                throw violation("a file is longer than announced");
            }
            digest.update(bytes);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        FileDigest finish(byte[] expected) throws IOException {
            channel.close();
            byte[] actual = digest.finish();
            if ((announced >= 0 && size != announced) || !MessageDigest.isEqual(actual, expected)) {
                throw new TransshipException(
                        FailureCode.DIGEST_MISMATCH,
                        "'" + file.getFileName() + "' is not what was sent.");
            }
            return new FileDigest(path, size, HexFormat.of().formatHex(actual));
        }

        Path directory() {
            return Objects.requireNonNull(file.getParent());
        }

        int crc32c() {
            return digest.crc32c();
        }

        void discard() {
            try {
                channel.close();
            } catch (IOException ignored) {
                // The session deletes its folders.
            }
        }
    }
}
