package io.transship.manager.sdn.floodlight;

import static io.transship.manager.sdn.floodlight.FloodlightBench.LONG;
import static io.transship.manager.sdn.floodlight.FloodlightBench.port;
import static io.transship.manager.sdn.floodlight.FloodlightStub.dpid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.BitRate;
import io.transship.core.view.PortLoad;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.sdn.PortSample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters as Floodlight passes them on, and what a restart does to them. */
class FloodlightCountersTest {

    private final FloodlightBench bench = new FloodlightBench();

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void portLocalIsNoneOfACable() {
        assertThat(bench.controller.ports(dpid(1)))
                .extracting(PortSample::port)
                .containsExactlyInAnyOrder(port(1, 1), port(1, 2), port(1, 3), port(1, 4));
    }

    @Test
    void numbersThatComeAsTextAreNumbers() {
        assertThat(bench.controller.aggregate(dpid(2)))
                .hasValueSatisfying(
                        sample -> {
                            assertThat(sample.flowCount()).isEqualTo(1);
                            assertThat(sample.packetCount()).isEqualTo(23);
                            assertThat(sample.byteCount()).isEqualTo(1507);
                        });
        assertThat(bench.controller.ports(dpid(2)))
                .filteredOn(sample -> sample.port().equals(port(2, 3)))
                .singleElement()
                .satisfies(sample -> assertThat(sample.txBytes()).isEqualTo(1071));
    }

    @Test
    void aRestartIsNoTraffic() {
        bench.start();
        LoadBoard board = new LoadBoard(new MeasurementSettings(LONG, LONG, LONG, LONG));
        assertThat(board.add(bench.controller.aggregate(dpid(1)).orElseThrow())).isEmpty();

        bench.floodlight.goDown();
        assertThat(bench.controller.aggregate(dpid(1))).isEmpty();
        await().atMost(LONG).until(() -> bench.controller.describe().problem().isPresent());
        bench.floodlight.comeBack();
        await().atMost(LONG).until(() -> bench.controller.aggregate(dpid(1)).isPresent());

        assertThat(board.add(bench.controller.aggregate(dpid(1)).orElseThrow()))
                .as("a count that fell is a count that began anew")
                .isEmpty();
        await().atMost(LONG).until(() -> bench.controller.describe().problem().isEmpty());
        assertThat(bench.controller.attachedHosts()).as("it forgot them all").isEmpty();
    }

    @Test
    void loadsAreTheDifferenceOfTheSwitchesOwnCounters() {
        LoadBoard board = new LoadBoard(new MeasurementSettings(LONG, LONG, LONG, LONG));
        bench.floodlight.network().sent(1, 4, 1_000_000);
        PortSample before = at14();
        bench.floodlight.network().sent(1, 4, 3_000_000);
        PortSample after = at14();

        assertThat(board.add(before)).isEmpty();
        PortSample later =
                new PortSample(
                        after.port(),
                        before.at().plusSeconds(2),
                        after.rxBytes(),
                        after.txBytes(),
                        after.rxPackets(),
                        after.txPackets());
        assertThat(board.add(later)).map(PortLoad::tx).contains(BitRate.ofMbps(8));
    }

    private PortSample at14() {
        return bench.controller.ports(dpid(1)).stream()
                .filter(sample -> sample.port().equals(port(1, 4)))
                .findFirst()
                .orElseThrow();
    }
}
