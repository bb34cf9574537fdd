package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.compression.Decompressor;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.pace.SlowPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Takes the frames of one connection into the inbox, and tells the source how far it is. {@link
 * #run} is one thread's; {@link #isDead} may be asked from another.
 */
final class FrameReceiver {

    private static final int SAY_AFTER_BYTES = 512 << 10;
    private static final int SAY_AFTER_FRAMES = 64;
    private static final int SAY_LITTLE_AFTER_BYTES = 64 << 10;
    private static final long SAY_LITTLE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SAY_ALIVE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final OutputStream out;
    private final TransferInbox inbox;
    private final Frames.Reader reader;
    private long taken;
    private long bytes;
    private long saidFrames;
    private long saidBytes;
    private long saidAt = System.nanoTime();
    private volatile long frameBytes;
    private volatile long frameBegan;

    /** {@code taken}: frames of the session that earlier connections brought. */
    FrameReceiver(InputStream in, OutputStream out, TransferInbox inbox, long taken) {
        this.out = out;
        this.inbox = inbox;
        this.taken = taken;
        this.saidFrames = taken;
        this.reader = new Frames.Reader(in, Frames.MAX_PAYLOAD, this::came);
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
    void run() throws Broken, IOException {
        try (Decompressor decompressor = new Decompressor(ChunkDigest.CHUNK)) {
            while (true) {
                Frames.Frame frame = next();
                boolean endsBatch = deliver(frame, decompressor);
                taken++;
                frameBytes = 0;
                say(endsBatch);
            }
        }
    }

    private Frames.Frame next() throws Broken {
        try {
            return reader.read();
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** Frames of the session that are taken for good. */
    long taken() {
        return taken;
    }

    private void came(int count) throws IOException {
        long now = System.nanoTime();
        long before = frameBytes;
        if (before == 0) {
            frameBegan = now;
        }
        frameBytes = before + count;
        bytes += count;
        if (now - saidAt >= SAY_ALIVE_AFTER_NANOS) {
            sayNow(now);
        }
    }

    private void say(boolean endsBatch) throws Broken {
        long now = System.nanoTime();
        long unsaid = bytes - saidBytes;
        if (endsBatch
                || unsaid >= SAY_AFTER_BYTES
                || taken - saidFrames >= SAY_AFTER_FRAMES
                || (unsaid >= SAY_LITTLE_AFTER_BYTES && now - saidAt >= SAY_LITTLE_AFTER_NANOS)) {
            try {
                sayNow(now);
            } catch (IOException e) {
                throw new Broken(e);
            }
        }
    }

    private void sayNow(long now) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(2 * Long.BYTES).putLong(taken).putLong(bytes);
        Frames.write(out, FrameType.TAKEN, payload.flip());
        saidFrames = taken;
        saidBytes = bytes;
        saidAt = now;
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
