package io.transship.daemon.transfer.tunnel;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.DataReceiver;
import io.transship.daemon.transfer.pace.RateCap;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a tunnel: a local socket of CRIU on one side, a data connection to the other daemon on
 * the other. Bytes go both ways in checked chunks, until both local sockets have ended after CRIU's
 * client said that it is through.
 *
 * <p>Whatever else ends it breaks it, and the session hears of that <em>before</em> the local
 * socket is closed: a process that waits for a page must be killed while it waits. Thread-safe.
 */
public final class Tunnel implements DataReceiver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    /**
     * Who looks at the bytes.
     *
     * @param incoming on their way to the local socket
     * @param outgoing on their way from it
     */
    public record Taps(StreamTap incoming, StreamTap outgoing) {}

    /** How often somebody looks, and says that somebody is here. */
    private static final long TICK_NANOS = Duration.ofMillis(200).toNanos();

    private final BooleanSupplier mayEnd;
    private final StreamTap incoming;
    private final StreamTap outgoing;
    private final Consumer<TransshipException> whenBroken;
    private final RateCap cap;
    private final ExecutorService threads;
    private final CompletableFuture<LocalSocket> local = new CompletableFuture<>();
    private final CompletableFuture<TunnelFrames.Writer> remote = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong received = new AtomicLong();
    private final PagePacker packer;
    private volatile @Nullable SSLSocket connection;

    /** Since when the next frame is waited for; 0 while one is being passed on. */
    private volatile long waitingSince;

    private volatile TunnelTimes times = TunnelTimes.PATIENT;

    /** CRIU's socket here ended or broke, and nothing else did before. */
    private volatile boolean criuFailed;

    private volatile @Nullable TransshipException cutOff;
    private volatile boolean endedHere;
    private volatile boolean endedThere;

    /** The other end has been told that ours has ended: not before is the connection closed. */
    private volatile boolean endSent;

    /**
     * An end without sockets.
     *
     * @param mayEnd whether CRIU's client has said that it is through; only then may a local socket
     *     end
     * @param taps what comes from the other end, before the local socket does, and what goes there
     * @param whenBroken called once, before the local socket is closed, on any thread
     * @param cap what may be sent of the local socket's bytes; frames that say that we are here are
     *     not held up
     * @param threads one blocking task each; virtual threads
     */
    public Tunnel(
            BooleanSupplier mayEnd,
            Taps taps,
            Consumer<TransshipException> whenBroken,
            RateCap cap,
            ExecutorService threads) {
        this.mayEnd = mayEnd;
        this.incoming = taps.incoming();
        this.outgoing = taps.outgoing();
        this.whenBroken = whenBroken;
        this.cap = cap;
        this.packer = new PagePacker(cap);
        this.threads = threads;
    }

    /** CRIU's socket is there. */
    public void attach(Socket socket) {
        attach(LocalSocket.of(socket));
    }

    /** CRIU's socket is there. */
    public void attach(LocalSocket socket) {
        if (!local.complete(socket) || ending.get()) {
            closeQuietly(socket);
            return;
        }
        threads.execute(() -> guarded(() -> sendLocal(socket)));
    }

    /** Works with the data connection to its end. */
    @Override
    public void receive(SSLSocket socket) {
        connection = socket;
        if (ending.get()) {
            closeQuietly(socket);
            return;
        }
        guarded(
                () -> {
                    socket.setSoTimeout(0);
                    waitingSince = System.nanoTime();
                    remote.complete(new TunnelFrames.Writer(socket.getOutputStream()));
                    threads.execute(() -> guarded(() -> keepAlive(socket)));
                    try (var reader = new TunnelFrames.Reader(socket.getInputStream())) {
                        readRemote(reader);
                    }
                });
    }

    /** Completes when both local sockets have ended as they should; fails when it breaks. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /** Why CRIU here could not go on; empty if it could, or if it failed by itself. */
    public Optional<TransshipException> cutOff() {
        return Optional.ofNullable(cutOff);
    }

    /** From now on the other end is missed so soon. */
    public void watch(TunnelTimes changed) {
        times = changed;
    }

    /**
     * Whether the other end's host is there: a frame came from it lately, or else it answers now.
     *
     * @param lately how old a sign of life may be
     * @param patience how long its host may take to answer
     */
    public boolean hearsPeer(Duration lately, Duration patience) {
        SSLSocket socket = connection;
        if (socket == null) {
            return false;
        }
        long since = waitingSince;
        boolean fresh = since == 0 || System.nanoTime() - since < lately.toNanos();
        return fresh || probe(socket, patience);
    }

    /** Bytes that came from the other end so far. */
    public long receivedBytes() {
        return received.get();
    }

    /** Bytes that went to the other end so far, as the local socket said them. */
    public long sentBytes() {
        return packer.plainBytes();
    }

    /** The same, as they went onto the wire: fewer where they were compressed. */
    public long wireBytes() {
        return packer.wireBytes();
    }

    private void sendLocal(LocalSocket socket) throws IOException {
        TunnelFrames.Writer writer = remote.join();
        byte[] buffer = new byte[TunnelFrames.MAX_BYTES];
        for (int n = readLocal(socket, buffer); n >= 0; n = readLocal(socket, buffer)) {
            outgoing.passed(buffer, n);
            packer.send(buffer, n, writer);
        }
        criuFailed = !mayEnd.getAsBoolean();
        requireEnd("here");
        endedHere = true;
        writer.write(TunnelFrames.Type.END);
        endSent = true;
        endIfBothDid();
    }

    private int readLocal(LocalSocket socket, byte[] buffer) throws IOException {
        try {
            return socket.in().read(buffer, 0, most(buffer));
        } catch (IOException e) {
            criuFailed = true;
            throw e;
        }
    }

    /** At a slow rate small frames, so that each is soon over. */
    private int most(byte[] buffer) {
        return Math.min(buffer.length, cap.piece());
    }

    private void readRemote(TunnelFrames.Reader reader) throws IOException {
        while (over.getCount() > 0) {
            TunnelFrames.Type type;
            try {
                type = reader.read();
            } catch (IOException e) {
                // Over there it was known a moment before that both have ended.
                if (endedHere && endedThere) {
                    end();
                    return;
                }
                throw e;
            }
            waitingSince = 0;
            switch (type) {
                case DATA, PACKED -> {
                    incoming.passed(reader.bytes(), reader.length());
                    local.join().out().write(reader.bytes(), 0, reader.length());
                    received.addAndGet(reader.length());
                }
                case END -> {
                    requireEnd("at the other host");
                    endedThere = true;
                    local.join().endOutput();
                    endIfBothDid();
                }
                case PING -> {}
            }
            waitingSince = System.nanoTime();
        }
    }

    private void requireEnd(String where) {
        if (!mayEnd.getAsBoolean()) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "CRIU's page socket " + where + " ended before all pages were over.");
        }
    }

    private void endIfBothDid() {
        if (endSent && endedThere) {
            end();
        }
    }

    private void end() {
        if (ending.compareAndSet(false, true)) {
            done.complete(null);
            closeAll();
        }
    }

    private void keepAlive(SSLSocket socket) throws IOException, InterruptedException {
        TunnelFrames.Writer writer = remote.join();
        long before = System.nanoTime();
        while (!over.await(TICK_NANOS, TimeUnit.NANOSECONDS)) {
            long now = System.nanoTime();
            if (now - before > 4 * TICK_NANOS && waitingSince != 0) {
                // It is us who were asleep; what came meanwhile may not have been read yet.
                waitingSince = now;
            }
            before = now;
            if (now - writer.lastNanos() >= TICK_NANOS) {
                // A thread of its own: a peer that takes nothing must not keep us from noticing.
                threads.execute(() -> guarded(() -> writer.write(TunnelFrames.Type.PING)));
            }
            long since = waitingSince;
            long silent = since == 0 ? 0 : now - since;
            if (silent > times.patience().toNanos()) {
                throw silent(socket, "nothing came from it for " + times.patience());
            }
            if (silent > times.silence().toNanos()
                    && !probe(socket, times.probe())
                    && waitingSince == since) {
                throw silent(socket, "its host does not answer");
            }
            before = System.nanoTime();
        }
    }

    private static boolean probe(SSLSocket socket, Duration patience) {
        int port = Math.min(socket.getPort(), socket.getLocalPort());
        return PeerProbe.byTcp(new InetSocketAddress(socket.getInetAddress(), port), patience);
    }

    private static TransshipException silent(SSLSocket socket, String why) {
        return new TransshipException(
                FailureCode.TRANSFER_FAILED,
                "the tunnel to "
                        + socket.getInetAddress().getHostAddress()
                        + " broke: "
                        + why
                        + ".");
    }

    /** What may block or fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (TransshipException e) {
            fail(e);
        } catch (EOFException e) {
            fail(broken("the other host ended it", e));
        } catch (IOException | CompletionException e) {
            fail(broken(String.valueOf(e.getMessage()), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(broken("the daemon is stopping", e));
        }
    }

    private static TransshipException broken(String why, Exception cause) {
        return new TransshipException(
                FailureCode.TRANSFER_FAILED,
                "the tunnel of memory pages broke: " + why + ".",
                cause);
    }

    /** Breaks it, unless it is over. */
    @Override
    public void fail(TransshipException reason) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        cutOff = criuFailed ? null : reason;
        LOG.info("{}", reason.getMessage());
        try {
            whenBroken.accept(reason);
        } finally {
            done.completeExceptionally(reason);
            closeAll();
        }
    }

    private void closeAll() {
        over.countDown();
        packer.close();
        local.completeExceptionally(new IOException("the tunnel is over"));
        remote.completeExceptionally(new IOException("the tunnel is over"));
        closeQuietly(connection);
        if (local.isDone() && !local.isCompletedExceptionally()) {
            closeQuietly(local.join());
        }
    }

    private static void closeQuietly(@Nullable Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException ignored) {
            // It is of no use any more either way.
        }
    }

    /** Ends it as the session ends; a tunnel that has work to do breaks. */
    @Override
    public void close() {
        fail(broken("the session ended", new EOFException("the session ended")));
    }
}
