package io.transship.lab.demo.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Asks a server at a fixed pace over ONE connection and writes down what comes back. The pace does
 * not wait for replies, so that a silence of the server shows as it is. It never reconnects.
 *
 * <p>A request is 8 bytes, its number; the reply is that number and the server's own count, 8 bytes
 * each, most significant byte first. Thread-safe; one use.
 */
public final class RequestClient implements PacedClient {

    private static final long CHECKSUM_REQUEST = -1;
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int SEND_BUFFER_BYTES = 1 << 18;

    private final Socket socket = new Socket();
    private final OutputStream requests;
    private final DataInputStream replies;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService pace =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("pace").factory());
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CompletableFuture<Long> noChecksum =
            CompletableFuture.failedFuture(new IOException("the connection is broken"));
    private ReplyLedger ledger;
    private CompletableFuture<Long> checksum = new CompletableFuture<>();
    private boolean broken;
    private boolean draining;

    /** Connects to the server. */
    public RequestClient(InetSocketAddress server, LongSupplier nanoClock) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SEND_BUFFER_BYTES);
        socket.connect(server, CONNECT_TIMEOUT_MS);
        requests = socket.getOutputStream();
        replies = new DataInputStream(socket.getInputStream());
        this.nanoClock = nanoClock;
        this.ledger = new ReplyLedger(nanoClock.getAsLong());
        Thread.ofPlatform().daemon().name("replies").start(this::listen);
    }

    @Override
    public long checksum(Duration patience) throws IOException, InterruptedException {
        CompletableFuture<Long> reply;
        synchronized (this) {
            checksum = broken ? noChecksum : new CompletableFuture<>();
            reply = checksum;
        }
        try {
            send(CHECKSUM_REQUEST);
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server did not tell the checksum of its state", e);
        }
    }

    @Override
    public void start(Duration period) {
        synchronized (this) {
            ledger = new ReplyLedger(nanoClock.getAsLong());
        }
        ScheduledFuture<?> _ =
                pace.scheduleAtFixedRate(this::ask, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Also ends when the connection breaks. */
    @Override
    public ClientReport drain(Duration patience) throws InterruptedException {
        pace.shutdown();
        boolean ended = pace.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            draining = true;
            if (ledger.outstanding() == 0) {
                answered.countDown();
            }
        }
        boolean complete = ended && answered.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return complete ? report() : reportAsBroken();
    }

    @Override
    public synchronized ClientReport report() {
        return ledger.report(nanoClock.getAsLong(), !broken);
    }

    @Override
    public synchronized double takeLongestGapMs() {
        return ledger.takeLongestMs(nanoClock.getAsLong());
    }

    private synchronized ClientReport reportAsBroken() {
        return ledger.report(nanoClock.getAsLong(), false);
    }

    @Override
    public void close() throws IOException {
        pace.shutdownNow();
        socket.close();
    }

    private void ask() {
        long sequence;
        synchronized (this) {
            sequence = ledger.ask(nanoClock.getAsLong());
        }
        try {
            send(sequence);
        } catch (IOException e) {
            giveUp();
        }
    }

    private void send(long sequence) throws IOException {
        byte[] request = ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
        synchronized (requests) {
            requests.write(request);
        }
    }

    private void listen() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                note(replies.readLong(), replies.readLong());
            }
        } catch (IOException e) {
            giveUp();
        }
    }

    private synchronized void note(long sequence, long value) {
        if (sequence == CHECKSUM_REQUEST) {
            checksum.complete(value);
            return;
        }
        ledger.reply(sequence, value, nanoClock.getAsLong());
        if (draining && ledger.outstanding() == 0) {
            answered.countDown();
        }
    }

    private synchronized void giveUp() {
        broken = true;
        checksum.completeExceptionally(new IOException("the connection broke"));
        pace.shutdown();
        answered.countDown();
    }
}
