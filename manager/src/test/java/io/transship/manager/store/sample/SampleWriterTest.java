package io.transship.manager.store.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.AggregateSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A store that is slow or broken never holds up a measurement. */
class SampleWriterTest {

    /** Keeps samples in memory; waits for leave, and fails, as it is told. */
    private static final class MemoryStore implements SampleStore {

        private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch leave;
        private volatile boolean broken;
        private volatile boolean absent;

        MemoryStore(int latches) {
            this.leave = new CountDownLatch(latches);
        }

        @Override
        public void append(List<Sample> batch) {
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (broken || absent) {
                throw new IllegalStateException("disk full");
            }
            samples.addAll(batch);
        }

        @Override
        public boolean answers() {
            return !absent;
        }
    }

    private static void feed(SampleWriter writer, int count) {
        for (int i = 0; i < count; i++) {
            writer.aggregate(
                    new AggregateSample(new DatapathId(1), Instant.EPOCH.plusSeconds(i), 1, i, i),
                    OptionalLong.empty(),
                    Optional.empty());
        }
    }

    @Test
    void writesEverythingInOrderBeforeItEnds() {
        MemoryStore store = new MemoryStore(0);
        try (SampleWriter writer = new SampleWriter(store, 10_000)) {
            feed(writer, 2000);
        }

        assertThat(store.samples)
                .extracting(each -> ((SampleStore.Aggregate) each).sample().packetCount())
                .hasSize(2000)
                .isSorted();
    }

    @Test
    void whatFindsNoRoomIsLostAndCounted() {
        MemoryStore stuck = new MemoryStore(1);
        SampleWriter writer = new SampleWriter(stuck, 10);
        feed(writer, 1);
        await().until(() -> writer.lost() == 0 && stuck.samples.isEmpty());
        feed(writer, 1000);
        assertThat(writer.lost()).isGreaterThanOrEqualTo(1000 - 10 - 1);
        stuck.leave.countDown();
        writer.close();

        assertThat(writer.lost() + writer.written()).isEqualTo(1001);
        assertThat(stuck.samples).hasSize((int) writer.written());
    }

    @Test
    void aBrokenStoreLosesItsBatchAndGoesOn() {
        MemoryStore store = new MemoryStore(0);
        store.broken = true;
        SampleWriter writer = new SampleWriter(store, 100);
        feed(writer, 5);
        await().until(() -> writer.lost() == 5);
        store.broken = false;
        feed(writer, 5);
        writer.close();

        assertThat(writer.written()).isEqualTo(5);
    }

    @Test
    void whatAnAbsentStoreCannotTakeWaitsForItsReturn() {
        MemoryStore store = new MemoryStore(0);
        store.absent = true;
        SampleWriter writer = new SampleWriter(store, 10);
        feed(writer, 8);
        await().until(() -> writer.waiting() == 8);
        store.absent = false;
        await().until(() -> writer.written() == 8);
        writer.close();

        assertThat(writer.lost()).isZero();
    }

    @Test
    void whatWaitsAtTheEndForAnAbsentStoreIsCountedAsLost() {
        MemoryStore store = new MemoryStore(0);
        store.absent = true;
        SampleWriter writer = new SampleWriter(store, 10);
        feed(writer, 8);
        writer.close();

        assertThat(writer.lost()).isEqualTo(8);
    }
}
