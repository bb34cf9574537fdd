package io.transship.lab.demo.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The client of a service without state: each request has a connection of its own, the next begins
 * when it is answered or its pace allows, and one whose connection breaks is asked again over a new
 * one. What the server counts is not looked at: such a service may forget.
 */
public final class PassingClient implements PacedClient {

    private static final long CHECKSUM_REQUEST = -1;

    /** Less than TCP's first repetition of a SYN takes, so that a lost one costs no second. */
    private static final int CONNECT_TIMEOUT_MS = 500;

    private final InetSocketAddress server;
    private final LongSupplier nanoClock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReplyLedger ledger;
    private volatile boolean closing;

    /** Connects to the server once, to see that it answers. */
    public PassingClient(InetSocketAddress server, LongSupplier nanoClock) throws IOException {
        this.server = server;
        this.nanoClock = nanoClock;
        this.ledger = new ReplyLedger(nanoClock.getAsLong());
        connect(CONNECT_TIMEOUT_MS).close();
    }

    @Override
    public long checksum(Duration patience) throws IOException {
        return ask(CHECKSUM_REQUEST, (int) patience.toMillis());
    }

    @Override
    public void start(Duration period) {
        Thread.ofPlatform().daemon().name("requests").start(() -> run(period));
    }

    private void run(Duration period) {
        long due = nanoClock.getAsLong();
        while (!closing) {
            insist();
            due = Math.max(due + period.toNanos(), nanoClock.getAsLong() - period.toNanos());
            LockSupport.parkNanos(due - nanoClock.getAsLong());
        }
        ended.countDown();
    }

    /** One request, over as many connections as it needs. */
    private void insist() {
        long sequence;
        synchronized (this) {
            sequence = ledger.ask(nanoClock.getAsLong());
        }
        boolean answered = false;
        while (!answered && !closing) {
            try {
                answered = ask(sequence, CONNECT_TIMEOUT_MS) == sequence;
            } catch (IOException e) {
                // Over a new connection, then.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        if (answered) {
            note(sequence);
        }
    }

    private synchronized void note(long sequence) {
        ledger.reply(sequence, sequence, nanoClock.getAsLong());
    }

    /** The number that comes back; of the checksum's request the checksum. */
    private long ask(long number, int patienceMs) throws IOException {
        try (Socket socket = connect(patienceMs)) {
            socket.getOutputStream().write(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            DataInputStream reply = new DataInputStream(socket.getInputStream());
            long echoed = reply.readLong();
            long value = reply.readLong();
            return number == CHECKSUM_REQUEST ? value : echoed;
        }
    }

    /** Ends with a reset, so that thousands of ports do not wait for their last minute. */
    private Socket connect(int patienceMs) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(patienceMs);
            socket.connect(server, patienceMs);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public ClientReport drain(Duration patience) throws InterruptedException {
        closing = true;
        var _ = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return report();
    }

    @Override
    public synchronized ClientReport report() {
        return ledger.report(nanoClock.getAsLong(), true);
    }

    @Override
    public synchronized double takeLongestGapMs() {
        return ledger.takeLongestMs(nanoClock.getAsLong());
    }

    @Override
    public void close() {
        closing = true;
    }
}
