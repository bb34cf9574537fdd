package io.transship.manager.sdn.floodlight;

import static io.transship.manager.sdn.floodlight.FloodlightBench.LONG;
import static io.transship.manager.sdn.floodlight.FloodlightBench.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ports that come up, to which Floodlight floods only when it has computed its topology anew. */
class FloodedPortsTest {

    private final FloodlightBench bench = new FloodlightBench();
    private final StubPorts ports = bench.floodlight.network().ports();

    @AfterEach
    void end() {
        bench.close();
    }

    /** Else nobody who asks for an address behind it would be heard for half a minute. */
    @Test
    void aPortThatComesUpIsFloodedToAtOnceByOneOrderWithoutABody() {
        bench.start();
        ports.comesUp(port(5, 9));
        await().atMost(LONG).until(() -> ports.isFloodedTo(port(5, 9)));

        awaitLooks();
        assertThat(ports.computations()).isOne();
        assertThat(bench.floodlight.asked())
                .filteredOn(each -> each.path().equals(StubNetwork.RECOMPUTE))
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.method()).isEqualTo("POST");
                            assertThat(each.body()).isEmpty();
                        });
    }

    @Test
    void aPortThatIsUpAgainIsAskedForAgain() {
        bench.start();
        ports.comesUp(port(5, 9));
        await().atMost(LONG).until(() -> ports.isFloodedTo(port(5, 9)));
        ports.goesDown(port(5, 9));
        var _ = ports.compute();
        ports.comesUp(port(5, 9));

        await().atMost(LONG).until(() -> ports.isFloodedTo(port(5, 9)));
    }

    @Test
    void aPortThatIsNeverFloodedToIsAskedForOnce() {
        ports.block(port(4, 9));
        bench.start();
        awaitLooks();
        awaitLooks();

        assertThat(ports.computations()).isOne();
    }

    @Test
    void aFloodlightThatDoesNotTellItsPortsIsUsedAllTheSame() {
        bench.floodlight.answer("/wm/topology/enabledports/", 200, "[null]");
        bench.start();
        awaitLooks();

        assertThat(bench.controller.topology().switches()).hasSize(5);
        assertThat(ports.computations()).isZero();
    }

    /** Two more looks at the ports, and what they lead to. */
    private void awaitLooks() {
        long before = looks();
        await().atMost(LONG).until(() -> looks() >= before + 3);
    }

    private long looks() {
        return bench.floodlight.asked().stream()
                .filter(each -> each.path().equals("/wm/topology/enabledports/json"))
                .count();
    }
}
