package io.transship.daemon.transfer.frame;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Reads the next frames on a thread of its own while the last ones are worked with, so that one
 * core decrypts and another one writes to the disk. Small frames are handed over together as long
 * as more of them are at hand: waking the other thread for each would take longer than to read it.
 * {@link #next} is one thread's. Closing does not end a read that waits for the peer: closing the
 * connection does.
 */
public final class ReadAhead implements AutoCloseable {

    /** Loads that are read or worked with at any time. */
    private static final int DEPTH = 4;

    /** Payloads up to this length, in bytes, are gathered. */
    private static final int SMALL = 16 << 10;

    /** So many bytes of small payloads are enough for one load. */
    private static final int ENOUGH = 128 << 10;

    private final Frames.Reader[] readers = new Frames.Reader[DEPTH];
    private final BlockingQueue<Came> came = new ArrayBlockingQueue<>(DEPTH + 1);
    private final Semaphore free = new Semaphore(DEPTH);
    private final AtHand atHand;
    private final Thread thread;

    /** Of the load that is worked with. */
    private final ArrayDeque<Frames.Frame> left = new ArrayDeque<>();

    private boolean holdsOne;

    /** Whether a read would find something at once. */
    @FunctionalInterface
    public interface AtHand {
        /** Asked on the reading thread, between two frames. */
        boolean isMore() throws IOException;
    }

    /** Frames, or what ended the reading. */
    private sealed interface Came {
        record Load(List<Frames.Frame> frames) implements Came {}

        record Broken(IOException why) implements Came {}

        record Failed(RuntimeException why) implements Came {}
    }

    /**
     * Begins to read.
     *
     * @param limit the longest payload that is accepted
     * @param arrival told of all that comes, on the reading thread
     * @param atHand whether more is there already
     */
    public ReadAhead(InputStream in, int limit, Frames.Arrival arrival, AtHand atHand) {
        for (int i = 0; i < DEPTH; i++) {
            readers[i] = new Frames.Reader(in, limit, arrival);
        }
        this.atHand = atHand;
        // A thread of the system's: a virtual one would go by way of a poller for each read.
        thread = Thread.ofPlatform().daemon().name("data reader").start(this::readAll);
    }

    private void readAll() {
        try {
            for (int i = 0; true; i = (i + 1) % DEPTH) {
                free.acquire();
                List<Frames.Frame> load = new ArrayList<>();
                try {
                    gather(readers[i], load);
                } finally {
                    // What came before the connection broke has come.
                    if (!load.isEmpty()) {
                        came.add(new Came.Load(load));
                    }
                }
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

    /** A long payload stays in the reader's buffer, so it is the load's last. */
    private void gather(Frames.Reader reader, List<Frames.Frame> load) throws IOException {
        int bytes = 0;
        do {
            Frames.Frame frame = reader.read();
            int length = frame.payload().remaining();
            if (length > SMALL) {
                load.add(frame);
                return;
            }
            load.add(frame.copy());
            bytes += Frames.HEADER + length;
        } while (bytes < ENOUGH && atHand.isMore());
    }

    /**
     * The next frame; the one before is not valid any more.
     *
     * @throws IOException if the connection broke or ended
     * @throws TransshipException if the peer broke the protocol
     */
    public Frames.Frame next() throws IOException, InterruptedException {
        Frames.Frame ready = left.poll();
        return ready == null ? fetch() : ready;
    }

    private Frames.Frame fetch() throws IOException, InterruptedException {
        if (holdsOne) {
            free.release();
            holdsOne = false;
        }
        return switch (came.take()) {
            case Came.Load(List<Frames.Frame> frames) -> {
                holdsOne = true;
                left.addAll(frames);
                yield left.remove();
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
