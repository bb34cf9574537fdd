package io.transship.daemon.transfer.frame;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Reads the next frames on a thread of its own while the last one is worked with, so that one core
 * decrypts and another one writes to the disk. {@link #next} is one thread's. Closing does not end
 * a read that waits for the peer: closing the connection does.
 */
public final class ReadAhead implements AutoCloseable {

    /** Frames that are read or worked with at any time. */
    private static final int DEPTH = 4;

    private final Frames.Reader[] readers = new Frames.Reader[DEPTH];
    private final BlockingQueue<Came> came = new ArrayBlockingQueue<>(DEPTH + 1);
    private final Semaphore free = new Semaphore(DEPTH);
    private final Thread thread;
    private boolean holdsOne;

    /** A frame, or what ended the reading. */
    private sealed interface Came {
        record OneFrame(Frames.Frame frame) implements Came {}

        record Broken(IOException why) implements Came {}

        record Failed(RuntimeException why) implements Came {}
    }

    /**
     * Begins to read.
     *
     * @param limit the longest payload that is accepted
     * @param arrival told of all that comes, on the reading thread
     */
    public ReadAhead(InputStream in, int limit, Frames.Arrival arrival) {
        for (int i = 0; i < DEPTH; i++) {
            readers[i] = new Frames.Reader(in, limit, arrival);
        }
        // A thread of the system's: a virtual one would go by way of a poller for each read.
        thread = Thread.ofPlatform().daemon().name("data reader").start(this::readAll);
    }

    private void readAll() {
        try {
            for (int i = 0; true; i = (i + 1) % DEPTH) {
                free.acquire();
                came.add(new Came.OneFrame(readers[i].read()));
            }
        } catch (InterruptedException e) {
            came.add(new Came.Broken(new IOException("the session ended")));
        } catch (IOException e) {
            came.add(new Came.Broken(e));
        } catch (RuntimeException e) {
            came.add(new Came.Failed(e));
        } catch (Error e) {
            came.add(new Came.Broken(new IOException("reading failed", e)));
            throw e;
        }
    }

    /**
     * The next frame; the one before is not valid any more.
     *
     * @throws IOException if the connection broke or ended
     * @throws TransshipException if the peer broke the protocol
     */
    public Frames.Frame next() throws IOException, InterruptedException {
        if (holdsOne) {
            free.release();
            holdsOne = false;
        }
        return switch (came.take()) {
            case Came.OneFrame(Frames.Frame frame) -> {
                holdsOne = true;
                yield frame;
            }
            case Came.Broken(IOException why) -> throw why;
            case Came.Failed(RuntimeException why) -> throw why;
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
