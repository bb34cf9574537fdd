package io.transship.manager.store.sample;

import io.transship.core.view.PortLoad;
import io.transship.manager.measurement.SampleSink;
import io.transship.manager.sdn.AggregateSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the collectors and the store: a bounded queue and one thread that empties it in batches,
 * so that a store that is slow or absent never holds up a measurement. What the store can't take
 * now waits, as long as there is room; what finds no room is lost and counted. Thread-safe.
 */
public final class SampleWriter implements SampleSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);
    private static final int BATCH = 2_000;
    private static final long WAIT_MS = 250;

    /** Samples come one by one all the time; a transaction for each would be dear. */
    private static final long GATHER_MS = 50;

    private static final long AGAIN_MS = 1_000;
    private static final long END_MS = 5_000;

    private final SampleStore store;
    private final BlockingQueue<SampleStore.Sample> queue;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;
    private volatile int inHand;

    /**
     * A writer with a running thread.
     *
     * @param room how many samples may wait
     */
    public SampleWriter(SampleStore store, int room) {
        this.store = store;
        this.queue = new ArrayBlockingQueue<>(room);
        this.thread = Thread.ofVirtual().name("sample-writer").start(this::run);
    }

    @Override
    public void aggregate(
            AggregateSample sample, OptionalLong difference, Optional<String> session) {
        offer(new SampleStore.Aggregate(sample, difference, session));
    }

    @Override
    public void load(PortLoad load, Optional<String> session) {
        offer(new SampleStore.Bandwidth(load, session));
    }

    /** Samples that were lost since the start. */
    public long lost() {
        return lost.get();
    }

    /** Samples that were written since the start. */
    public long written() {
        return written.get();
    }

    /** Samples that wait now. */
    public int waiting() {
        return queue.size() + inHand;
    }

    /** Writes what waits, if the store takes it soon, and ends the thread. */
    @Override
    public void close() {
        ending.countDown();
        try {
            thread.join(END_MS);
            thread.interrupt();
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(SampleStore.Sample sample) {
        if (isEnding() || !queue.offer(sample)) {
            lost.incrementAndGet();
        }
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    private void run() {
        try {
            while (!isEnding() || !queue.isEmpty()) {
                SampleStore.Sample first = queue.poll(WAIT_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    inHand = 1;
                    gather();
                    List<SampleStore.Sample> batch = new ArrayList<>(BATCH);
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    inHand = batch.size();
                    keep(batch);
                    inHand = 0;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost.addAndGet(waiting());
        }
    }

    private void gather() throws InterruptedException {
        if (queue.size() < BATCH - 1 && queue.remainingCapacity() > queue.size()) {
            var _ = ending.await(GATHER_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Until it is written; a store that answers and refuses the batch twice never will. */
    private void keep(List<SampleStore.Sample> batch) throws InterruptedException {
        boolean refused = false;
        while (!written(batch)) {
            if (store.answers()) {
                if (refused) {
                    lost.addAndGet(batch.size());
                    LOG.warn("{} samples are not taken, {} lost so far", batch.size(), lost);
                    return;
                }
                refused = true;
            } else if (ending.await(AGAIN_MS, TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("the store is absent at the end");
            }
        }
    }

    private boolean written(List<SampleStore.Sample> batch) {
        try {
            store.append(batch);
            written.addAndGet(batch.size());
            return true;
        } catch (RuntimeException e) {
            LOG.debug("samples could not be stored: {}", e.toString());
            return false;
        }
    }
}
