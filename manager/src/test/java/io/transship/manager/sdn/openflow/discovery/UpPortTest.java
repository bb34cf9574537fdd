package io.transship.manager.sdn.openflow.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which rounds a port is probed, when there is one each period. */
class UpPortTest {

    private static final long PERIOD = 1_000;

    private final UpPort port = new UpPort(new ConnectPoint(new DatapathId(1), 1));

    private List<Integer> probedIn(int from, int until) {
        List<Integer> probed = new ArrayList<>();
        for (int round = from; round < until; round++) {
            if (port.isDue(round * PERIOD)) {
                port.probed(round * PERIOD, PERIOD);
                probed.add(round);
            }
        }
        return probed;
    }

    @Test
    void aPortThatNeverLedToASwitchIsProbedLessAndLessOften() {
        port.becomeEdge();

        assertThat(probedIn(0, 130)).containsExactly(0, 1, 3, 7, 15, 31, 63, 95, 127);
    }

    @Test
    void aPortThatLeadsToASwitchIsProbedInEachRound() {
        port.becomeEdge();
        var _ = probedIn(0, 40);
        port.becomeLink();

        assertThat(probedIn(63, 70)).containsExactly(63, 64, 65, 66, 67, 68, 69);
    }

    @Test
    void aPortWhoseCableHasFallenSilentIsProbedInEachRound() {
        port.becomeLink();
        port.becomeEdge();

        assertThat(probedIn(0, 5)).isEqualTo(IntStream.range(0, 5).boxed().toList());
    }

    @Test
    void aPortThatIsNotSettledIsProbedInEachRound() {
        assertThat(probedIn(0, 5)).hasSize(5);
    }
}
