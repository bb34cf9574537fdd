package io.transship.daemon.transfer.tunnel;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A socket in a folder that only root may enter. Whoever starts CRIU connects to it and gives the
 * connection to CRIU, which so needs no port, and no network of this host's. A CRIU that was called
 * off leaves a dead connection: another one comes behind it.
 */
public final class PageDoor implements AutoCloseable {

    private final Path path;
    private final ServerSocketChannel server;
    private volatile @Nullable SocketChannel waiting;

    /** Opens it; what was at that path before is gone. */
    public PageDoor(Path path) {
        this.path = path;
        try {
            Files.deleteIfExists(path);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw failed("can't be opened", e);
        }
    }

    /** The first connection through which something comes. */
    public LocalSocket admitSpeaker(Duration deadline) {
        CompletableFuture<Void> timer =
                CompletableFuture.runAsync(
                        this::close,
                        CompletableFuture.delayedExecutor(
                                deadline.toMillis(), TimeUnit.MILLISECONDS));
        try {
            while (true) {
                SocketChannel come = server.accept();
                waiting = come;
                PushbackInputStream in = new PushbackInputStream(Channels.newInputStream(come), 1);
                int first = in.read();
                if (first >= 0) {
                    in.unread(first);
                    waiting = null;
                    return new Connection(come, in);
                }
                come.close();
            }
        } catch (ClosedChannelException e) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "CRIU did not use its page socket within " + deadline + ".",
                    e);
        } catch (IOException e) {
            throw failed("was not used", e);
        } finally {
            timer.cancel(false);
        }
    }

    /** The last connection of those that have come, for a CRIU that waits to be asked. */
    public LocalSocket admitListener() {
        SocketChannel last = null;
        try {
            server.configureBlocking(false);
            for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
                if (last != null) {
                    last.close();
                }
                last = next;
            }
            if (last == null) {
                throw new IOException("nobody is there");
            }
            return new Connection(last, Channels.newInputStream(last));
        } catch (IOException e) {
            throw failed("was not used", e);
        }
    }

    private TransshipException failed(String what, IOException e) {
        return new TransshipException(
                FailureCode.TRANSFER_FAILED,
                "CRIU's page socket " + path + " " + what + ": " + e.getMessage() + ".",
                e);
    }

    private record Connection(SocketChannel channel, InputStream in) implements LocalSocket {

        @Override
        public OutputStream out() {
            return Channels.newOutputStream(channel);
        }

        @Override
        public void endOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Nobody comes in any more; who is in stays. */
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
            SocketChannel silent = waiting;
            if (silent != null) {
                silent.close();
            }
        } catch (IOException ignored) {
            // Nobody can come in any more either way.
        }
    }
}
