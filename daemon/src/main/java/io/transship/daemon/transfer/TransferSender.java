package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.pace.RateCap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;

/**
 * Sends a session's files: compressed where that makes it faster, no faster than the cap, over the
 * next connection when one breaks. Not thread-safe, but {@link #close}, {@link #cut} and the
 * counters may be used from other threads: closing ends a blocked call.
 */
public final class TransferSender implements AutoCloseable {

    private final SenderLink link;
    private final FrameWriter writer;
    private final AtomicLong sent = new AtomicLong();
    private final LongConsumer progress;

    private TransferSender(SenderLink link, RateCap cap, LongConsumer progress) {
        this.link = link;
        this.writer = new FrameWriter(link, cap);
        this.progress = progress;
    }

    /**
     * How a sender goes about it.
     *
     * @param cap the most it may send
     * @param progress told the bytes sent so far, after each chunk, on the sending thread
     */
    public record Manner(RateCap cap, LongConsumer progress) {}

    /** What is sent under a path. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all; the stream is not to be closed. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Connects, shows the id, and waits until the target accepts. */
    public static TransferSender open(
            SSLContext context, DataConnection.Destination to, TransferId id, Manner manner) {
        SenderLink.Dialer dialer = shown -> DataConnection.dial(context, to, shown);
        try {
            SenderLink link = new SenderLink(dialer.dial(id), dialer, to.timeout(), manner.cap());
            return new TransferSender(link, manner.cap(), manner.progress());
        } catch (IOException e) {
            throw DataConnection.unreachable(to, e);
        }
    }

    /**
     * Sends one file.
     *
     * @param size of the content, −1 if it is not known before
     * @return what the target must find
     */
    public FileDigest send(String path, long size, Content content) {
        return file(path, size, content::writeTo);
    }

    /** Sends a file as it lies on the disk, without a copy in between; it must not change. */
    public FileDigest send(String path, long size, Path file) {
        return file(
                path,
                size,
                payload -> {
                    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                        payload.take(in);
                    }
                });
    }

    /** Where a file's bytes come from. */
    @FunctionalInterface
    private interface Source {
        void into(Payload payload) throws IOException;
    }

    private FileDigest file(String path, long size, Source source) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        writer.put(
                FrameType.FILE,
                ByteBuffer.allocate(Long.BYTES + name.length).putLong(size).put(name).flip());
        Payload payload = new Payload();
        try {
            source.into(payload);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "'" + path + "' could not be read: " + e.getMessage() + ".",
                    e);
        }
        byte[] digest = payload.finish();
        writer.put(FrameType.FILE_END, ByteBuffer.wrap(digest));
        return new FileDigest(path, payload.size, HexFormat.of().formatHex(digest));
    }

    /** Says that everything of the batch has been sent. */
    public void endBatch(int number) {
        writer.put(FrameType.BATCH_END, ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
        writer.rest();
        link.expectAnswer();
    }

    /** Bytes of files sent so far. */
    public long sentBytes() {
        return sent.get();
    }

    /** Bytes that went over the network for them: fewer where they were compressed. */
    public long wireBytes() {
        return link.wireBytes();
    }

    /** Changes whenever the target has taken something. */
    long takenMark() {
        return link.progress();
    }

    /** Whether the target must do something before this end can. */
    boolean isWaiting() {
        return link.isWaiting();
    }

    /** Ends the present connection, as a network might; the next one goes on where it stopped. */
    public void cut() {
        var _ = link.cut();
    }

    @Override
    public void close() {
        link.close();
        writer.close();
    }

    /** Cuts a file into chunks and takes its digest. */
    private final class Payload extends OutputStream {

        private final ChunkDigest digest = new ChunkDigest();
        private ByteBuffer chunk = writer.chunk();
        private long size;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int from = offset;
            int left = length;
            while (left > 0) {
                int part = Math.min(left, chunk.remaining());
                chunk.put(bytes, from, part);
                from += part;
                left -= part;
                if (!chunk.hasRemaining()) {
                    sendChunk();
                }
            }
        }

        void take(FileChannel in) throws IOException {
            while (in.read(chunk) >= 0) {
                if (!chunk.hasRemaining()) {
                    sendChunk();
                }
            }
        }

        private void sendChunk() {
            int length = chunk.position();
            if (length > 0) {
                digest.update(chunk.flip());
                size += length;
                writer.endChunk(length);
                chunk = writer.chunk();
                progress.accept(sent.addAndGet(length));
            }
        }

        byte[] finish() {
            sendChunk();
            return digest.finish();
        }
    }
}
