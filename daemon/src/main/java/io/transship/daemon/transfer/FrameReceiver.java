package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.compression.Decompressor;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.frame.ReadAhead;
import io.transship.daemon.transfer.pace.SlowPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes the frames of one connection into the inbox, and tells the source how far it is; the next
 * ones are read meanwhile. {@link #run} is one thread's; {@link #isDead} may be asked from another.
 */
final class FrameReceiver {

    private static final int SAY_AFTER_BYTES = 1 << 20;
    private static final int SAY_AFTER_FRAMES = 64;
    private static final int SAY_LITTLE_AFTER_BYTES = 64 << 10;
    private static final long SAY_LITTLE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SAY_ALIVE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final InputStream in;
    private final ReadAhead.AtHand atHand;
    private final OutputStream out;
    private final TransferInbox inbox;

    /** Held while the source is told something: both threads do. */
    private final ReentrantLock telling = new ReentrantLock();

    private volatile long saidFrames;
    private volatile long saidBytes;
    private volatile long saidAt = System.nanoTime();
    private final AtomicLong taken;

    /** Of this connection. */
    private final AtomicLong bytes = new AtomicLong();

    /** Of the frame that is being read; 0: none. */
    private volatile long frameBytes;

    private volatile long frameBegan;

    /** {@code taken}: frames of the session that earlier connections brought. */
    FrameReceiver(
            InputStream in,
            ReadAhead.AtHand atHand,
            OutputStream out,
            TransferInbox inbox,
            long taken) {
        this.in = in;
        this.atHand = atHand;
        this.out = out;
        this.inbox = inbox;
        this.taken = new AtomicLong(taken);
        this.saidFrames = taken;
    }

    /** Why a connection could not go on; another one may. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1L;

        Broken(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Takes frames until the connection breaks.
     *
     * @throws IOException if a file can't be written
     * @throws TransshipException if the source breaks the protocol or a file is not whole
     */
    void run() throws Broken, IOException, InterruptedException {
        try (Decompressor decompressor = new Decompressor(ChunkDigest.CHUNK);
                ReadAhead ahead = new ReadAhead(in, Frames.MAX_PAYLOAD, new Watch(), atHand)) {
            while (true) {
                Frames.Frame frame = next(ahead);
                boolean endsBatch = deliver(frame, decompressor);
                taken.incrementAndGet();
                say(endsBatch);
            }
        }
    }

    private static Frames.Frame next(ReadAhead ahead) throws Broken, InterruptedException {
        try {
            return ahead.next();
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** Frames of the session that are taken for good. */
    long taken() {
        return taken.get();
    }

    /** Sees bytes come, on the reading thread. */
    private final class Watch implements Frames.Arrival {

        @Override
        public void came(int count) throws IOException {
            long now = System.nanoTime();
            long before = frameBytes;
            if (before == 0) {
                frameBegan = now;
            }
            frameBytes = before + count;
            bytes.addAndGet(count);
            if (now - saidAt >= SAY_ALIVE_AFTER_NANOS) {
                sayNow(now);
            }
        }

        @Override
        public void ended() {
            frameBytes = 0;
        }
    }

    private void say(boolean endsBatch) throws Broken {
        long now = System.nanoTime();
        long unsaid = bytes.get() - saidBytes;
        if (endsBatch
                || unsaid >= SAY_AFTER_BYTES
                || taken.get() - saidFrames >= SAY_AFTER_FRAMES
                || (unsaid >= SAY_LITTLE_AFTER_BYTES && now - saidAt >= SAY_LITTLE_AFTER_NANOS)) {
            try {
                sayNow(now);
            } catch (IOException e) {
                throw new Broken(e);
            }
        }
    }

    private void sayNow(long now) throws IOException {
        telling.lock();
        try {
            saidFrames = taken.get();
            saidBytes = bytes.get();
            saidAt = now;
            ByteBuffer payload = ByteBuffer.allocate(2 * Long.BYTES);
            payload.putLong(saidFrames).putLong(saidBytes);
            Frames.write(out, FrameType.TAKEN, payload.flip());
        } finally {
            telling.unlock();
        }
    }

    /** Whether the source has begun a frame that is not worth waiting for. */
    boolean isDead(long now) {
        long came = frameBytes;
        return came > 0 && SlowPeer.isDead(came, Duration.ofNanos(now - frameBegan));
    }

    private boolean deliver(Frames.Frame frame, Decompressor decompressor) throws IOException {
        switch (frame.type()) {
            case FILE -> {
                long size = frame.atLeast(Long.BYTES).getLong();
                inbox.begin(StandardCharsets.UTF_8.decode(frame.payload()).toString(), size);
            }
            case DATA -> inbox.data(frame.payload());
            case PACKED -> {
                int size = frame.atLeast(Integer.BYTES).getInt();
                inbox.data(decompressor.unpack(frame.payload(), size));
            }
            case FILE_END -> inbox.endFile(frame.bytes(ChunkDigest.LENGTH));
            case BATCH_END -> inbox.endBatch(frame.atLeast(Integer.BYTES).getInt());
            case OPEN, ACCEPTED, REFUSED, TAKEN ->
                    throw new TransshipException(
                            FailureCode.PROTOCOL_VIOLATION,
                            "a frame " + frame.type() + " in the middle of a connection.");
        }
        return frame.type() == FrameType.BATCH_END;
    }
}
