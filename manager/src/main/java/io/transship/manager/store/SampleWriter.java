package io.transship.manager.store;

import io.transship.core.view.PortLoad;
import io.transship.manager.measurement.SampleSink;
import io.transship.manager.sdn.AggregateSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the collectors and the store: a bounded queue and one thread that empties it in batches,
 * so that a store that is slow or broken never holds up a measurement. What finds no room, or can't
 * be written, is lost and counted. Thread-safe.
 */
public final class SampleWriter implements SampleSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);
    private static final int BATCH = 500;
    private static final long WAIT_MS = 250;

    private final SampleStore store;
    private final BlockingQueue<SampleStore.Sample> queue;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Thread thread;
    private volatile boolean ending;

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

    /** Writes what waits and ends the thread. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(SampleStore.Sample sample) {
        if (ending || !queue.offer(sample)) {
            lost.incrementAndGet();
        }
    }

    private void run() {
        try {
            while (!ending || !queue.isEmpty()) {
                SampleStore.Sample first = queue.poll(WAIT_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<SampleStore.Sample> batch = new ArrayList<>(BATCH);
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<SampleStore.Sample> batch) {
        try {
            store.append(batch);
            written.addAndGet(batch.size());
        } catch (RuntimeException e) {
            lost.addAndGet(batch.size());
            LOG.warn(
                    "{} samples could not be stored, {} so far: {}",
                    batch.size(),
                    lost,
                    e.toString());
        }
    }
}
