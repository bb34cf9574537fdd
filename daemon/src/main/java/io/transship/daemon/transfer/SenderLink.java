package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.frame.Unit;
import io.transship.daemon.transfer.pace.LinkRate;
import io.transship.daemon.transfer.pace.RateCap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The source's end of a session's data, over one connection after the other: what the target has
 * not taken yet is kept, a few megabytes at most, and sent again over the next connection when one
 * breaks. One thread sends; the others' methods may be called from anywhere.
 */
final class SenderLink implements AutoCloseable {

    /** Units that may be on their way. */
    private static final int WINDOW = 24;

    /** Connections that may break in one migration, and attempts after one broke. */
    private static final int BREAKS = 16;

    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** Opens the session's next connection. */
    @FunctionalInterface
    interface Dialer {
        /** Connects with that id, and says what the target has taken. */
        DataConnection dial(TransferId id) throws IOException;
    }

    private final Dialer dialer;
    private final Duration patience;
    private final RateCap cap;
    private final LinkRate rate = new LinkRate(System.nanoTime());
    private final AtomicLong wire = new AtomicLong();
    private final AtomicLong progress = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Held by whoever writes to the connection. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Unit> untaken = new ArrayDeque<>();
    private final ArrayDeque<Unit> spare = new ArrayDeque<>();
    private long sentFrames;
    private long takenFrames;
    private long batchFrames;
    private int breaks;
    private volatile boolean blocked;
    private @Nullable TransshipException failure;

    /** None while there is no connection that works. */
    private volatile @Nullable DataConnection connection;

    /**
     * A link over its first connection.
     *
     * @param patience how long after a break the next connection may take
     */
    SenderLink(DataConnection first, Dialer dialer, Duration patience, RateCap cap) {
        this.connection = first;
        this.dialer = dialer;
        this.patience = patience;
        this.cap = cap;
        Thread.ofVirtual().name("data connection").start(() -> attend(first));
    }

    /** An empty unit; {@link #send} takes it. */
    Unit unit() {
        lock.lock();
        try {
            Unit unit = spare.isEmpty() ? new Unit() : spare.pop();
            return unit.clear(sentFrames);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends the unit, now or over the next connection. Waits while too much is on its way.
     *
     * @throws TransshipException if the link has failed for good
     */
    void send(Unit unit) {
        awaitRoom();
        writing.lock();
        try {
            lock.lock();
            try {
                untaken.add(unit);
                sentFrames = unit.framesThrough();
            } finally {
                lock.unlock();
            }
            transmit(unit, 0);
        } finally {
            writing.unlock();
        }
    }

    private void awaitRoom() {
        long begin = System.nanoTime();
        blocked = true;
        lock.lock();
        try {
            while (failure == null && untaken.size() >= WINDOW) {
                changed.await();
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED, "the transfer was interrupted.", e);
        } finally {
            lock.unlock();
            blocked = false;
            rate.wrote(System.nanoTime() - begin);
        }
    }

    /** A write that fails ends the connection; whoever attends it makes the next one. */
    private void transmit(Unit unit, int from) {
        DataConnection to = connection;
        if (to == null) {
            return;
        }
        long begin = System.nanoTime();
        blocked = true;
        try {
            cap.over(to.out()).write(unit.array(), from, unit.length() - from);
            wire.addAndGet(unit.length() - from);
        } catch (IOException e) {
            to.close();
        } finally {
            blocked = false;
            rate.wrote(System.nanoTime() - begin);
        }
    }

    /** Reads what the target says, and makes the next connection when one breaks. */
    private void attend(DataConnection first) {
        DataConnection current = first;
        try {
            while (current != null) {
                IOException why = listen(current);
                current.close();
                connection = null;
                current = closed.getCount() == 0 ? null : reconnect(current, why);
            }
        } catch (TransshipException e) {
            fail(e);
        }
    }

    /** Returns when the connection is broken. */
    private IOException listen(DataConnection from) {
        try {
            Frames.Reader reader = new Frames.Reader(from.in(), Frames.HEADER + 4096);
            long before = 0;
            while (true) {
                Frames.Frame frame = reader.read();
                if (frame.type() == FrameType.REFUSED) {
                    throw DataConnection.refused(frame);
                }
                if (frame.type() != FrameType.TAKEN) {
                    throw violation("a frame " + frame.type());
                }
                taken(frame.atLeast(2 * Long.BYTES).getLong());
                long bytes = frame.payload().getLong();
                rate.acknowledged(bytes - before, System.nanoTime());
                before = bytes;
                progress.incrementAndGet();
            }
        } catch (IOException e) {
            return e;
        }
    }

    private void taken(long frames) {
        lock.lock();
        try {
            if (frames > sentFrames) {
                throw violation("a claim to frames that were never sent");
            }
            if (frames < takenFrames) {
                throw violation("word that it has forgotten frames");
            }
            takenFrames = frames;
            while (!untaken.isEmpty() && untaken.getFirst().framesThrough() <= frames) {
                spare.push(untaken.pop());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private DataConnection reconnect(DataConnection broken, IOException why) {
        long deadline = System.nanoTime() + patience.toNanos();
        IOException last = why;
        TransferId id = broken.next();
        if (++breaks <= BREAKS) {
            for (int attempt = 0; attempt < ATTEMPTS && System.nanoTime() < deadline; attempt++) {
                pause(FIRST_PAUSE.multipliedBy(1L << attempt));
                try {
                    return resumed(dialer.dial(id));
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw broken(last);
    }

    private void pause(Duration length) {
        try {
            if (closed.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
                throw broken(new IOException("the session ended"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken(new IOException("interrupted", e));
        }
    }

    /** Sends again what the target has not taken, then lets the sender go on. */
    private DataConnection resumed(DataConnection next) {
        writing.lock();
        try {
            taken(next.taken());
            rate.begin(System.nanoTime());
            connection = next;
            if (closed.getCount() == 0) {
                next.close();
            }
            for (Unit unit : kept()) {
                transmit(unit, unit.offsetAfter(next.taken()));
            }
            return next;
        } finally {
            writing.unlock();
        }
    }

    private Unit[] kept() {
        lock.lock();
        try {
            return untaken.toArray(new Unit[0]);
        } finally {
            lock.unlock();
        }
    }

    private void fail(TransshipException reason) {
        lock.lock();
        try {
            failure = failure == null ? reason : failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        DataConnection last = connection;
        if (last != null) {
            last.close();
        }
    }

    private static TransshipException broken(IOException why) {
        return new TransshipException(
                FailureCode.TRANSFER_FAILED,
                "the data connection broke, and there was no other: " + why.getMessage() + ".",
                why);
    }

    private static TransshipException violation(String what) {
        return new TransshipException(
                FailureCode.PROTOCOL_VIOLATION,
                "the target sent " + what + " over the data connection.");
    }

    /** How fast the target takes bytes. */
    LinkRate rate() {
        return rate;
    }

    /** Bytes given to TLS so far, over all connections. */
    long wireBytes() {
        return wire.get();
    }

    /** Changes whenever the target has taken something. */
    long progress() {
        return progress.get();
    }

    /** The target has to take everything that was sent before its next word is due. */
    void expectAnswer() {
        lock.lock();
        try {
            batchFrames = sentFrames;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the target must do something before this end can. */
    boolean isWaiting() {
        lock.lock();
        try {
            return failure == null && (blocked || takenFrames < batchFrames);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the present connection, if there is one; the link makes another. */
    boolean cut() {
        DataConnection current = connection;
        if (current == null || !current.isOpen()) {
            return false;
        }
        current.close();
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        fail(broken(new IOException("the session ended")));
    }
}
