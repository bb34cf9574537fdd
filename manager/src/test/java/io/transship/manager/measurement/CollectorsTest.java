package io.transship.manager.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.detection.AggregateReading;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.view.PortLoad;
import io.transship.manager.schedule.HandDrivenTime;
import io.transship.manager.sdn.AggregateSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** "There are two modes" (thesis 4.1.1, 5.3): all switches, or a set with a smaller period. */
class CollectorsTest {

    private static final DatapathId S2 = new DatapathId(2);

    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2017-09-25T15:41:47Z"));
    private final FakeController sdn = new FakeController(time);
    private final MeasurementSettings settings = MeasurementSettings.defaults();
    private final LoadBoard board = new LoadBoard(settings);
    private final List<String> kept = Collections.synchronizedList(new ArrayList<>());
    private final SampleSink sink =
            new SampleSink() {
                @Override
                public void aggregate(
                        AggregateSample sample, OptionalLong difference, Optional<String> session) {
                    kept.add(
                            sample.datapath().value()
                                    + " "
                                    + (difference.isPresent() ? difference.getAsLong() : "?")
                                    + " "
                                    + session.orElse("-"));
                }

                @Override
                public void load(PortLoad load, Optional<String> session) {
                    kept.add(load.port() + " " + load.tx() + " " + session.orElse("-"));
                }
            };

    private AggregateCollector aggregates(Executor workers) {
        return new AggregateCollector(sdn, board, sink, settings, time, workers);
    }

    private BandwidthCollector bandwidths(Executor workers) {
        return new BandwidthCollector(sdn, board, sink, settings, time, workers);
    }

    private long asked(String question) {
        return sdn.questions().stream().filter(question::equals).count();
    }

    private Optional<PortLoad> load(ConnectPoint port) {
        return board.loads(time.instant()).stream()
                .filter(load -> load.port().equals(port))
                .findFirst();
    }

    @Test
    void defaultModeAsksAllSwitchesEachDefaultPeriod() {
        aggregates(Runnable::run).start();
        time.pass(Duration.ofSeconds(8));

        for (int second : new int[] {0, 4, 8}) {
            for (int dpid = 1; dpid <= 5; dpid++) {
                assertThat(asked(second + " aggregate " + dpid)).isEqualTo(1);
            }
        }
        assertThat(sdn.questions()).hasSize(15);
    }

    @Test
    void customizedModeAsksTheSetMoreOftenForItsTimeAndTheOthersGoOn() {
        AggregateCollector collector = aggregates(Runnable::run);
        collector.start();
        time.pass(Duration.ofMillis(4500));
        collector.customize("m1", Set.of(S2), Duration.ofSeconds(10));
        time.pass(Duration.ofSeconds(30));

        assertThat(askedOf2()).isEqualTo(2 + 11 + 5);
        assertThat(asked("8 aggregate 1")).isEqualTo(1);
        assertThat(asked("12 aggregate 3")).isEqualTo(1);
        assertThat(kept.stream().filter(each -> each.endsWith("m1"))).hasSize(11);
    }

    @Test
    void ofMoreSwitchesThanCanBeAskedEachWaitsForItsTurn() {
        List<DatapathId> all =
                LongStream.rangeClosed(1, SwitchPoller.MOST_UNANSWERED + 40)
                        .mapToObj(DatapathId::new)
                        .toList();
        List<DatapathId> asked = new ArrayList<>();
        Deque<Runnable> begun = new ArrayDeque<>();
        SwitchPoller poller =
                new SwitchPoller(
                        () -> all,
                        (datapath, session) -> asked.add(datapath),
                        new SwitchPoller.Periods(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        time,
                        begun::add);
        poller.start();
        time.pass(Duration.ofMillis(2500));
        assertThat(begun).as("without an answer").hasSize(SwitchPoller.MOST_UNANSWERED);

        poller.stop();
        while (!begun.isEmpty()) {
            begun.remove().run();
        }

        assertThat(asked).containsExactlyElementsOf(all);
    }

    @Test
    void differencesAreKeptAndTheFirstIsUnknown() {
        sdn.packets(2, 183.5);
        aggregates(Runnable::run).start();
        time.pass(Duration.ofSeconds(4));

        assertThat(kept).contains("2 ? -", "2 734 -");
        assertThat(board.history().of(S2))
                .extracting(AggregateReading::packetCount)
                .containsExactly(50_000L, 50_734L);
    }

    @Test
    void theBandwidthCollectorTurnsCountersIntoLoads() {
        sdn.sends(FakeController.hostPort(2), 9.5);
        bandwidths(Runnable::run).start();
        time.passNothing();
        assertThat(board.loads(time.instant())).isEmpty();
        time.pass(Duration.ofSeconds(4));

        assertThat(load(FakeController.hostPort(2)).orElseThrow().tx()).hasToString("9.50 Mbit/s");
        assertThat(load(FakeController.hostPort(3)).orElseThrow().tx()).hasToString("0 bit/s");
    }

    @Test
    void aSwitchThatFallsSilentIsUnknownAfterAWhileNotIdle() {
        sdn.sends(FakeController.hostPort(2), 9.5);
        bandwidths(Runnable::run).start();
        time.pass(Duration.ofSeconds(8));
        sdn.silent(2, true);
        time.pass(Duration.ofSeconds(12));
        assertThat(load(FakeController.hostPort(2))).isPresent();
        time.pass(Duration.ofSeconds(4));

        assertThat(load(FakeController.hostPort(2))).isEmpty();
        assertThat(load(FakeController.hostPort(3))).isPresent();

        sdn.silent(2, false);
        time.pass(Duration.ofSeconds(4));
        assertThat(load(FakeController.hostPort(2))).isEmpty();
        time.pass(Duration.ofSeconds(4));
        assertThat(load(FakeController.hostPort(2)).orElseThrow().tx()).hasToString("9.50 Mbit/s");
    }

    @Test
    void aSlowSwitchHoldsUpNoOtherAndIsNotAskedTwice() {
        CountDownLatch answer = new CountDownLatch(1);
        sdn.onQuestion(
                datapath -> {
                    if (datapath.equals(S2)) {
                        try {
                            answer.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            aggregates(workers).start();
            time.passNothing();
            await().until(() -> kept.size() == 4);
            time.pass(Duration.ofSeconds(4));
            await().until(() -> kept.size() == 8);
            assertThat(askedOf2()).isEqualTo(1);
            answer.countDown();
            await().until(() -> kept.size() == 9);
            await().until(
                            () -> {
                                time.pass(Duration.ofSeconds(4));
                                return askedOf2() > 1;
                            });
        }
    }

    private long askedOf2() {
        return sdn.questions().stream().filter(each -> each.endsWith("aggregate 2")).count();
    }

    @Test
    void aClosedCollectorAsksNothing() {
        BandwidthCollector collector = bandwidths(Runnable::run);
        collector.start();
        collector.customize("m1", Set.of(S2), Duration.ofSeconds(10));
        time.passNothing();
        collector.close();
        int before = sdn.questions().size();
        time.pass(Duration.ofMinutes(1));

        assertThat(sdn.questions()).hasSize(before);
    }
}
