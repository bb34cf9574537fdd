package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.detection.Detection;
import io.transship.core.detection.DetectionSettings;
import io.transship.core.detection.Detector;
import io.transship.core.detection.ThesisDetector;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.manager.measurement.AggregateCollector;
import io.transship.manager.measurement.BandwidthCollector;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.measurement.SampleSink;
import io.transship.manager.schedule.HandDrivenTime;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.openflow.FakeNetwork.FakeHost;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Both collectors over switches that speak real OpenFlow: s1–s2–s3, a host on each. The samples'
 * clock is driven by hand, and so is what the switches count.
 */
class MeasuredNetworkTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final DatapathId S2 = new DatapathId(2);
    private static final int TO_S1 = 1;
    private static final ContainerId SERVER = new ContainerId("server");
    private static final HostId H2 = new HostId("h2");

    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final AtomicLong seconds = new AtomicLong();
    private final Map<DatapathId, Meters> meters = new HashMap<>();
    private final FakeNetwork network = new FakeNetwork();
    private final OpenFlowController controller =
            new OpenFlowController(FakeNetwork.settings(), time, System::nanoTime);
    private final MeasurementSettings periods = MeasurementSettings.defaults();
    private final LoadBoard board = new LoadBoard(periods);
    private final List<String> kept = new ArrayList<>();
    private final AggregateCollector aggregates =
            new AggregateCollector(controller, board, sink(), periods, time, Runnable::run);
    private final BandwidthCollector bandwidths =
            new BandwidthCollector(controller, board, sink(), periods, time, Runnable::run);

    /** What a switch counts; changed and read on the network's thread. */
    private final class Meters {

        private final Map<Integer, double[]> mbps = new HashMap<>();
        private long since = -1000;
        private long offset;
        private long mask = -1;
        private double packetsPerSecond;

        FakeSwitch.Counted read(int port) {
            double[] rates = mbps.getOrDefault(port, new double[2]);
            long age = seconds.get() - since;
            return new FakeSwitch.Counted(count(rates[0], age), count(rates[1], age), age);
        }

        private long count(double rate, long age) {
            return mask == 0 ? -1 : offset + Math.round(rate * 125_000 * age) & mask;
        }

        long packets() {
            return 50_000 + Math.round(packetsPerSecond * (seconds.get() - since));
        }
    }

    private SampleSink sink() {
        return new SampleSink() {
            @Override
            public void aggregate(
                    AggregateSample sample, OptionalLong difference, Optional<String> session) {
                String packets =
                        difference.isPresent() ? String.valueOf(difference.getAsLong()) : "?";
                keep("s" + sample.datapath().value() + " " + packets, session);
            }

            @Override
            public void load(PortLoad load, Optional<String> session) {
                keep(load.port().datapath().value() + "/" + load.port().port(), session);
            }

            private void keep(String what, Optional<String> session) {
                kept.add(seconds + ": " + what + session.map(name -> " " + name).orElse(""));
            }
        };
    }

    @BeforeEach
    void begin() throws IOException {
        network.switches(3).link(1, 2).link(2, 3).hostOnEach(3);
        for (int n = 1; n <= 3; n++) {
            Meters counted = new Meters();
            meters.put(new DatapathId(n), counted);
            network.fakeSwitch(n).measure(counted::read, counted::packets);
        }
        controller.start();
        network.connect(controller.address());
        controller.awaitSwitches(3, LONG);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 4);
        aggregates.start();
        bandwidths.start();
    }

    @AfterEach
    void end() {
        network.close();
        controller.close();
    }

    private void pass(int count) {
        time.passNothing();
        for (int i = 0; i < count; i++) {
            seconds.incrementAndGet();
            time.pass(Duration.ofSeconds(1));
        }
    }

    /** On the network's thread, and done. */
    private void change(Runnable what) {
        boolean done =
                network.call(
                        () -> {
                            what.run();
                            return true;
                        });
        assertThat(done).isTrue();
    }

    private void carry(int onSwitch, int port, double rxMbps, double txMbps) {
        change(
                () ->
                        meters.get(new DatapathId(onSwitch))
                                .mbps
                                .put(port, new double[] {rxMbps, txMbps}));
    }

    private Optional<PortLoad> load(int port) {
        return board.loads(time.instant()).stream()
                .filter(load -> load.port().equals(new ConnectPoint(S2, port)))
                .findFirst();
    }

    private BitRate tx() {
        return load(TO_S1).orElseThrow().tx();
    }

    private Link link(int from, int to) {
        return controller.topology().linksFrom(new DatapathId(from)).stream()
                .filter(link -> link.to().datapath().value() == to)
                .findFirst()
                .orElseThrow();
    }

    private NetworkView view() {
        FakeHost h2 = network.host(2);
        Host host =
                new Host(H2, Optional.of(h2.at()), Optional.of(BitRate.ofMbps(10)), false, true);
        return NetworkView.of(
                time.instant(),
                controller.topology(),
                List.of(host),
                Placement.of(Map.of(SERVER, H2)),
                board.loads(time.instant()));
    }

    @Test
    void eachDirectionOfALinkHasALoadOfItsOwn() {
        carry(1, 1, 2, 8);
        carry(2, 1, 8, 2);
        pass(4);

        assertThat(view().load(link(1, 2))).contains(BitRate.ofMbps(8));
        assertThat(view().load(link(2, 1))).contains(BitRate.ofMbps(2));
        assertThat(view().load(link(2, 3)).orElseThrow().bps()).isZero();
    }

    /** Its counters begin at nothing, and soon are where they were: no rate can be made of both. */
    @Test
    void aSwitchThatRestartsIsUnknownAndThenKnownAgain() throws IOException {
        change(() -> meters.get(S2).since = 0);
        carry(2, TO_S1, 0, 8);
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));

        vanish();
        pass(4);
        comeBack();
        pass(4);
        assertThat(load(TO_S1)).isEmpty();
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));

        vanish();
        pass(60);
        assertThat(load(TO_S1)).isEmpty();
        comeBack();
        pass(4);
        assertThat(load(TO_S1)).isEmpty();
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));
    }

    private void vanish() throws IOException {
        network.fakeSwitch(2).disconnect();
        await().atMost(LONG).until(() -> !controller.topology().switches().contains(S2));
    }

    private void comeBack() throws IOException {
        change(() -> meters.get(S2).since = seconds.get());
        network.fakeSwitch(2).connect(controller.address());
        controller.awaitSwitches(3, LONG);
    }

    @Test
    void aCounterThatWrapsOrIsNotThereGivesNoRate() {
        carry(2, TO_S1, 0, 8);
        change(
                () -> {
                    meters.get(S2).mask = 0xffff_ffffL;
                    meters.get(S2).offset = (1L << 32) - 1_006_000_000L;
                });
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));
        pass(4);
        assertThat(load(TO_S1)).isEmpty();
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));

        change(() -> meters.get(S2).mask = 0);
        pass(16);
        assertThat(load(TO_S1)).isEmpty();
    }

    @Test
    void aMissedAnswerIsBridgedAndAfterManyNothingIsKnown() {
        carry(2, TO_S1, 0, 8);
        change(() -> meters.get(S2).packetsPerSecond = 100);
        pass(4);
        change(() -> network.fakeSwitch(2).refuse(true));
        pass(4);
        change(() -> network.fakeSwitch(2).refuse(false));
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));
        assertThat(kept).contains("12: s2 800").noneMatch(each -> each.startsWith("8: s2"));

        change(() -> network.fakeSwitch(2).refuse(true));
        pass(12);
        change(() -> network.fakeSwitch(2).refuse(false));
        pass(4);
        assertThat(load(TO_S1)).isEmpty();
        assertThat(kept).contains("28: s2 ?");
        pass(4);
        assertThat(tx()).isEqualTo(BitRate.ofMbps(8));
        assertThat(kept).contains("32: s2 400");
    }

    @Test
    void bothCollectorsWatchWhatTheDetectorPointsAtAndTheOthersGoOn() {
        ConnectPoint toHost = network.host(2).at();
        carry(2, toHost.port(), 0, 9.6);
        change(() -> meters.get(S2).packetsPerSecond = 870);
        pass(8);
        Detector.Step first =
                new ThesisDetector(DetectionSettings.defaults())
                        .step(view(), board.history(), time.instant());

        assertThat(first.detection())
                .isInstanceOfSatisfying(
                        Detection.Watch.class,
                        watch -> {
                            Duration watched = Duration.between(watch.since(), watch.until());
                            assertThat(watch.switches()).containsExactly(S2);
                            aggregates.customize("m1", watch.switches(), watched);
                            bandwidths.customize("m1", watch.switches(), watched);
                        });
        pass(10);
        Detector.Step second = first.next().step(view(), board.history(), time.instant());
        pass(6);

        for (int at = 9; at < 18; at++) {
            assertThat(kept).contains(at + ": s2 870 m1");
        }
        assertThat(kept).contains("11: 2/1 m1", "14: 2/1 m1", "17: 2/1 m1");
        assertThat(kept).contains("12: s1 0", "12: 1/1", "16: s3 0", "16: 3/1");
        assertThat(kept).doesNotContain("12: s2 870", "12: 2/1", "16: 2/1", "19: s2 870 m1");
        assertThat(kept).contains("24: 2/1");
        assertThat(second.detection())
                .isInstanceOfSatisfying(
                        Detection.Found.class,
                        found -> {
                            assertThat(found.source()).isEqualTo(new MoveSource(SERVER, H2));
                            assertThat(found.port()).isEqualTo(toHost);
                        });
    }

    @Test
    void aLinkWhoseProbesAreDelayedInOneDirectionShowsItThere() throws IOException {
        Duration delay = Duration.ofMillis(300);
        network.set(1, 2, false);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 2);
        network.delay(1, 2, delay);
        network.set(1, 2, true);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 4);

        Duration half = delay.dividedBy(2);
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(link(1, 2).latency().orElseThrow()).isGreaterThan(half);
                            assertThat(link(2, 1).latency().orElseThrow()).isLessThan(half);
                        });
    }
}
