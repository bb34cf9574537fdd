package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The source's end of a data connection. Not thread-safe, but {@link #close} and {@link #sentBytes}
 * may come from another thread: closing ends a blocked call.
 */
public final class TransferSender implements AutoCloseable {

    private final SSLSocket socket;
    private final Frames.Writer writer;
    private final AtomicLong sent = new AtomicLong();
    private final LongConsumer progress;

    private TransferSender(SSLSocket socket, LongConsumer progress) throws IOException {
        this.socket = socket;
        this.writer = new Frames.Writer(socket.getOutputStream());
        this.progress = progress;
    }

    /** What is sent under a path. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all; the stream is not to be closed. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Connects, shows the id, and waits until the target accepts.
     *
     * @param progress told the bytes sent so far, after each frame, on the sending thread
     */
    public static TransferSender open(
            SSLContext context,
            DataConnection.Destination to,
            TransferId id,
            LongConsumer progress) {
        SSLSocket socket = DataConnection.open(context, to, id);
        try {
            return new TransferSender(socket, progress);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.PEER_UNREACHABLE,
                    "the data connection to " + to.peer() + " broke: " + e.getMessage() + ".",
                    e);
        }
    }

    /**
     * Sends one file.
     *
     * @param size of the content, −1 if it is not known before
     * @return what the target must find
     */
    public FileDigest send(String path, long size, Content content) {
        try {
            writer.payload().putLong(size).put(path.getBytes(StandardCharsets.UTF_8));
            writer.send(FrameType.FILE);
            Payload payload = new Payload();
            content.writeTo(payload);
            byte[] sha256 = payload.finish();
            writer.send(FrameType.FILE_END, sha256);
            return new FileDigest(path, payload.size, HexFormat.of().formatHex(sha256));
        } catch (IOException e) {
            throw broken("'" + path + "'", e);
        }
    }

    /** Says that everything of the batch has been sent. */
    public void endBatch(int number) {
        try {
            writer.payload().putInt(number);
            writer.send(FrameType.BATCH_END);
            writer.flush();
        } catch (IOException e) {
            throw broken("the end of batch " + number, e);
        }
    }

    private static TransshipException broken(String what, IOException e) {
        return new TransshipException(
                FailureCode.TRANSFER_FAILED,
                what + " could not be sent: " + e.getMessage() + ".",
                e);
    }

    /** Bytes of files sent so far. */
    public long sentBytes() {
        return sent.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing of it is needed any more.
        }
    }

    /** Cuts a file into DATA frames and takes its digest. */
    private final class Payload extends OutputStream {

        private final MessageDigest digest = Digests.sha256();
        private ByteBuffer buffer = writer.payload();
        private long size;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            int left = length;
            while (left > 0) {
                int part = Math.min(left, buffer.remaining());
                buffer.put(bytes, from, part);
                from += part;
                left -= part;
                if (!buffer.hasRemaining()) {
                    sendFrame();
                }
            }
        }

        private void sendFrame() throws IOException {
            int length = buffer.position() - Frames.HEADER;
            if (length == 0) {
                return;
            }
            digest.update(buffer.duplicate().flip().position(Frames.HEADER));
            size += length;
            writer.send(FrameType.DATA);
            buffer = writer.payload();
            progress.accept(sent.addAndGet(length));
        }

        byte[] finish() throws IOException {
            sendFrame();
            return digest.digest();
        }
    }
}
