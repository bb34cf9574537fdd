package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that one process alone works with what lies in a folder. The lock is the kernel's: it
 * ends with the process, however that ends, and not before its last thread has, which takes a while
 * on a busy machine; so whoever comes next has some patience. Thread-safe.
 */
public final class SoleProcess implements AutoCloseable {

    /** What was killed on a busy machine is not gone at once, nor are its ports. */
    private static final Duration PREDECESSOR = Duration.ofSeconds(15);

    private final FileChannel file;

    private SoleProcess(FileChannel file) {
        this.file = file;
    }

    /**
     * As {@link #of}, by the file ".lock" beside another one, and with patience for a predecessor.
     */
    public static SoleProcess besides(Path journal) {
        return of(Path.of(journal + ".lock"), PREDECESSOR);
    }

    /**
     * Waits until nobody else holds the lock, and holds it until {@link #close}.
     *
     * @param lock the file, made if absent, with the folder it is in; it stays and holds the
     *     process's id
     * @param patience how long somebody else may take to end
     * @throws TransshipException ALREADY_RUNNING if somebody else has it, DISK_FULL if it can't be
     *     made
     */
    public static SoleProcess of(Path lock, Duration patience) {
        FileChannel file = null;
        try {
            Files.createDirectories(lock.toAbsolutePath().getParent());
            file =
                    FileChannel.open(
                            lock,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            hold(file, patience);
            String own = ProcessHandle.current().pid() + "\n";
            file.truncate(0);
            var _ = file.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.US_ASCII)), 0);
            return new SoleProcess(file);
        } catch (IOException e) {
            close(file);
            throw new TransshipException(
                    FailureCode.DISK_FULL, lock + " can't be made: " + e.getMessage() + ".", e);
        } catch (TimeoutException | OverlappingFileLockException e) {
            close(file);
            throw new TransshipException(
                    FailureCode.ALREADY_RUNNING,
                    "process %s works in %s.".formatted(holder(lock), lock.getParent()),
                    e);
        }
    }

    /** The wait can't be told when to end, so it has a thread of its own, which the end wakes. */
    private static void hold(FileChannel file, Duration patience)
            throws IOException, TimeoutException {
        FutureTask<?> waiting = new FutureTask<>(file::lock);
        Thread.ofPlatform().daemon().name("lock").start(waiting);
        try {
            waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            if (e.getCause() instanceof OverlappingFileLockException ours) {
                throw ours;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    private static String holder(Path lock) {
        try {
            String pid = Files.readString(lock, StandardCharsets.US_ASCII).strip();
            return pid.isEmpty() ? "another one" : pid;
        } catch (IOException e) {
            return "another one";
        }
    }

    /** Lets the next one in. */
    @Override
    public void close() {
        close(file);
    }

    private static void close(@Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
