package io.transship.daemon.runtime.http;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 over a Unix socket, one connection a request. The JDK's client can't do that. Past its
 * deadline a request's connection is closed: DEADLINE_EXCEEDED. Thread-safe.
 */
final class UnixHttp {

    private final Path socket;

    UnixHttp(Path socket) {
        this.socket = socket;
    }

    /** What is done with an answer; its body is closed afterwards. */
    interface Reader<T> {

        T read(HttpReply reply) throws IOException;
    }

    /**
     * Sends the request and has its answer read.
     *
     * @throws IOException if the request's body or the reader fails
     */
    <T> T exchange(HttpRequest request, Duration deadline, Reader<T> reader) throws IOException {
        try (SocketChannel channel = connect()) {
            CompletableFuture<Boolean> expiry = closeAtDeadline(channel, deadline);
            try {
                send(channel, request);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 65536);
                return reader.read(HttpReply.read(in));
            } catch (IOException e) {
                if (expiry.isDone()) {
                    throw new TransshipException(
                            FailureCode.DEADLINE_EXCEEDED,
                            request + " was not answered within " + deadline,
                            e);
                }
                throw e;
            } finally {
                expiry.cancel(false);
            }
        }
    }

    private SocketChannel connect() {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED,
                    "the engine does not answer on " + socket + ": " + e.getMessage(),
                    "Start the engine, or name its socket in the daemon's configuration.",
                    e);
        }
    }

    private static CompletableFuture<Boolean> closeAtDeadline(
            SocketChannel channel, Duration deadline) {
        CompletableFuture<Boolean> expiry = new CompletableFuture<>();
        expiry.completeOnTimeout(true, deadline.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> _ = expiry.thenAccept(expired -> close(channel));
        return expiry;
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(SocketChannel channel, HttpRequest request) throws IOException {
        OutputStream out = Channels.newOutputStream(channel);
        out.write(request.head().getBytes(StandardCharsets.US_ASCII));
        InputStream body = request.body();
        byte[] buffer = new byte[65536];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            if (!request.streamed()) {
                out.write(buffer, 0, n);
            } else if (n > 0) {
                out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(buffer, 0, n);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        if (request.streamed()) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
