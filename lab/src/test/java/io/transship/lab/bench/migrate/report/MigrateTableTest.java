package io.transship.lab.bench.migrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.lab.demo.client.ClientReport;
import io.transship.lab.demo.client.Gap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrateTableTest {

    private static final Work OURS = work("copy", ByteCount.ZERO, Optional.empty());

    private static Work work(String how, ByteCount memory, Optional<BitRate> link) {
        return new Work(how, "docker", memory, link);
    }

    private static Outcome outcome(Work work, double... gapsMs) {
        List<Move> moves =
                java.util.Arrays.stream(gapsMs)
                        .mapToObj(gap -> new Move(gap, 2 * gap, 4096, Map.of()))
                        .toList();
        return new Outcome(work, moves, 2, Optional.of(report(0)), true, Optional.empty());
    }

    private static ClientReport report(long lost) {
        return new ClientReport(
                true,
                1000,
                0,
                new ClientReport.Counts(10, 10 - lost, lost, 0, 0, 0, 0),
                new Gap(0, 0),
                List.of(),
                new ClientReport.Latency(0, 0, 0, 0));
    }

    @Test
    void aRowShowsMedianLeastAndMost() {
        assertThat(String.join("\n", MigrateTable.lines(List.of(outcome(OURS, 40, 30, 90, 50)))))
                .contains("45.0 (30.0–90.0)", "90.0", "4.0 KiB", "all, intact");
    }

    @Test
    void theBestPeerWithTheSameLoadIsTheMeasure() {
        List<Outcome> all =
                List.of(
                        outcome(OURS, 50),
                        outcome(work(Peers.PODMAN, ByteCount.ZERO, Optional.empty()), 250),
                        outcome(work(Peers.PODMAN, ByteCount.ofMiB(1), Optional.empty()), 1),
                        outcome(
                                work(Peers.PODMAN, ByteCount.ZERO, Optional.of(BitRate.ofMbps(10))),
                                1));
        assertThat(MigrateTable.ratio(all.getFirst(), all)).contains("0.20");
        assertThat(MigrateTable.ratio(all.get(1), all)).isEmpty();
    }

    @Test
    void aRowThatLostSomethingSaysSoAndDoesNotHold() {
        Outcome lost =
                new Outcome(
                        OURS,
                        outcome(OURS, 40).moves(),
                        2,
                        Optional.of(report(3)),
                        false,
                        Optional.empty());
        assertThat(lost.held()).isFalse();
        assertThat(lost.complaints()).containsExactly("3 lost", "state changed");
        assertThat(String.join("\n", MigrateTable.lines(List.of(lost)))).contains("3 lost");
    }

    @Test
    void aRowWithoutAMoveDoesNotHold() {
        assertThat(outcome(OURS).held()).isFalse();
        assertThat(Outcome.failed(OURS, "UNSUPPORTED: no.").complaints())
                .containsExactly("UNSUPPORTED: no.");
    }
}
