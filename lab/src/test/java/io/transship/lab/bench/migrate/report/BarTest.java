package io.transship.lab.bench.migrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarTest {

    private static final int MIB = 1 << 20;

    private static Outcome row(String how, String engine, int mib, int mbps, Move... moves) {
        Work work =
                new Work(
                        how,
                        engine,
                        ByteCount.ofMiB(mib),
                        Optional.of(mbps).filter(rate -> rate > 0).map(BitRate::ofMbps));
        return new Outcome(work, List.of(moves), 2, Optional.empty(), true, Optional.empty());
    }

    private static Move move(double gapMs, double totalMs, long bytes) {
        return new Move(gapMs, totalMs, bytes, Map.of());
    }

    private static List<Bar> bars(Outcome row) {
        return Bar.of(row, List.of(row));
    }

    @ParameterizedTest(name = "{0}, {1} MiB, {2} Mbit/s: at most {3} ms")
    @CsvSource({
        "copy, 0, 0, 80",
        "page-server, 0, 0, 80",
        "post-copy, 0, 0, 80",
        "post-copy, 256, 0, 90",
        "post-copy, 1024, 0, 130",
        "post-copy, 256, 100, 120"
    })
    void aGapHasABarWhereOneWasSet(String mode, int mib, int mbps, double mostMs) {
        assertThat(bars(row(mode, "docker", mib, mbps, move(mostMs, 0, 0))))
                .containsExactly(new Bar("gap", mostMs, mostMs))
                .allMatch(Bar::met);
        assertThat(bars(row(mode, "docker", mib, mbps, move(mostMs + 0.1, 0, 0))))
                .noneMatch(Bar::met);
        assertThat(bars(row(mode, "podman", mib, mbps, move(1, 0, 0)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"copy", "page-server"})
    void aTotalOnALimitedLinkIsHeldAgainstWhatTheLinkTakesForTheBytes(String mode) {
        // 64 MiB take 5369 ms at 100 Mbit/s.
        Outcome row = row(mode, "docker", 64, 100, move(6000, 6574, 64L * MIB));

        assertThat(bars(row)).singleElement().matches(Bar::met);
        assertThat(bars(row).getFirst().atMostMs()).isBetween(6573.0, 6575.0);
        assertThat(bars(row(mode, "docker", 64, 100, move(6000, 6576, 64L * MIB))))
                .singleElement()
                .matches(bar -> !bar.met());
        assertThat(bars(row(mode, "docker", 64, 0, move(6000, 6576, 64L * MIB)))).isEmpty();
    }

    @Test
    void everyGapIsHeldAgainstTheBestPeersWithTheSameLoad() {
        Outcome ours = row("copy", "podman", 64, 0, move(300, 0, 0));
        List<Outcome> all =
                List.of(
                        ours,
                        row(Peers.PODMAN, "podman", 64, 0, move(400, 0, 0)),
                        row(Peers.DOCKER, "docker", 64, 0, move(250, 0, 0)),
                        row(Peers.DOCKER, "docker", 0, 0, move(100, 0, 0)));

        assertThat(Bar.of(ours, all)).containsExactly(new Bar("gap of the best peer", 250, 300));
        assertThat(Bar.of(all.get(1), all)).as("a peer has no bar").isEmpty();
        assertThat(BarTable.lines(all))
                .anyMatch(line -> line.endsWith("MISSED"))
                .endsWith("0 of 1 bars met.");
    }

    @Test
    void aRowWithoutAMoveHasNoBar() {
        Outcome none = row("copy", "docker", 0, 0);

        assertThat(bars(none)).isEmpty();
        assertThat(BarTable.lines(List.of(none))).isEmpty();
    }
}
