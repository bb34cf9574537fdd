package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.frame.FrameType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes files over one connection after the other: the first is opened by the id that control
 * handed out, each further one by the id that the one before handed out. Thread-safe.
 */
final class FilesClaim extends Claim {

    private static final Duration HANDING_OVER = Duration.ofSeconds(10);

    private final TransferInbox inbox;
    private final SecureRandom random;

    /** Held while a connection's frames are taken. */
    private final ReentrantLock receiving = new ReentrantLock();

    /** Opened the latest connection, which ended before it brought anything: perhaps unheard. */
    private @Nullable TransferId spare;

    private @Nullable TransferId used;
    private TransferId expected;
    private long taken;

    FilesClaim(TransferId first, String peer, TransferInbox inbox, SecureRandom random) {
        super(peer);
        this.expected = first;
        this.inbox = inbox;
        this.random = random;
    }

    @Override
    boolean matches(byte[] shown) {
        TransferId other = spare;
        return expected.matches(shown) || (other != null && other.matches(shown));
    }

    @Override
    void useUp(byte[] shown) {
        inbox.requireSound();
        used = TransferId.of(shown);
        spare = null;
        expected = TransferId.draw(random);
    }

    /**
     * Takes the connection's frames until it breaks; a later one goes on from there.
     *
     * @throws TransshipException what ends the whole session
     */
    @Override
    void receive(Incoming from) throws IOException, InterruptedException {
        if (!receiving.tryLock(HANDING_OVER.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED, "the connection before does not end.");
        }
        try {
            FrameReceiver receiver = from.receiver(inbox, taken);
            accept(from);
            try {
                receiver.run();
            } finally {
                readmit(from, receiver.taken() == taken);
                taken = receiver.taken();
            }
        } catch (FrameReceiver.Broken e) {
            inbox.disconnected("the data connection broke: " + e.getMessage());
        } catch (IOException e) {
            throw failed(
                    from,
                    new TransshipException(
                            FailureCode.TRANSFER_FAILED,
                            "what came could not be kept: " + e.getMessage() + ".",
                            e));
        } catch (TransshipException e) {
            throw failed(from, e);
        } finally {
            receiving.unlock();
        }
    }

    private void accept(Incoming from) throws FrameReceiver.Broken {
        ByteBuffer payload = ByteBuffer.allocate(TransferId.LENGTH + Long.BYTES);
        synchronized (this) {
            payload.put(expected.bytes()).putLong(taken);
        }
        inbox.connected();
        try {
            from.say(FrameType.ACCEPTED, payload.flip());
        } catch (IOException e) {
            readmit(from, true);
            throw new FrameReceiver.Broken(e);
        }
    }

    private synchronized void readmit(Incoming from, boolean broughtNothing) {
        if (isLatest(from) && broughtNothing) {
            spare = used;
        }
    }

    private TransshipException failed(Incoming from, TransshipException reason) {
        inbox.fail(reason);
        from.refuse(reason.line());
        return reason;
    }

    @Override
    void fail(TransshipException reason) {
        inbox.fail(reason);
    }
}
