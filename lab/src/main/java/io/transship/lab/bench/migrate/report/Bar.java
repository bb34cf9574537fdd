package io.transship.lab.bench.migrate.report;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a row is held against, by its median.
 *
 * @param what of the row
 * @param atMostMs the bar
 * @param foundMs the row's own
 */
public record Bar(String what, double atMostMs, double foundMs) {

    private static final double IDLE_GAP_MS = 80;
    private static final Optional<BitRate> UNLIMITED = Optional.empty();

    /** A post-copy's gap must not grow with the memory as a copy's does. */
    private static final List<PostCopy> POST_COPY =
            List.of(
                    new PostCopy(ByteCount.ofMiB(256), UNLIMITED, 90),
                    new PostCopy(ByteCount.ofMiB(1024), UNLIMITED, 130),
                    new PostCopy(ByteCount.ofMiB(256), Optional.of(BitRate.ofMbps(100)), 120));

    /** Modes that carry the memory while nobody serves: the link is what they may wait for. */
    private static final Set<String> BOUND_BY_LINK = Set.of("copy", "page-server");

    private static final double LINK_SHARE = 1.15;
    private static final double LINK_EXTRA_MS = 400;

    private record PostCopy(ByteCount memory, Optional<BitRate> link, double gapMs) {}

    /** All that hold for the row; none for a peer's, or for one without a move. */
    public static List<Bar> of(Outcome row, List<Outcome> all) {
        List<Bar> bars = new ArrayList<>();
        if (!Peers.is(row.work().how()) && !row.moves().isEmpty()) {
            double gap = row.spread(Move::gapMs).orElseThrow().median();
            if (row.work().engine().equals("docker")) {
                gapOf(row.work()).ifPresent(most -> bars.add(new Bar("gap", most, gap)));
            }
            total(row).ifPresent(bars::add);
            MigrateTable.bestPeer(row, all)
                    .ifPresent(peer -> bars.add(new Bar("gap of the best peer", peer, gap)));
        }
        return bars;
    }

    private static Optional<Double> gapOf(Work work) {
        if (work.memory().equals(ByteCount.ZERO) && work.link().isEmpty()) {
            return Optional.of(IDLE_GAP_MS);
        }
        return POST_COPY.stream()
                .filter(each -> work.how().equals("post-copy"))
                .filter(each -> each.memory.equals(work.memory()))
                .filter(each -> each.link.equals(work.link()))
                .map(PostCopy::gapMs)
                .findFirst();
    }

    private static Optional<Bar> total(Outcome row) {
        if (!BOUND_BY_LINK.contains(row.work().how())) {
            return Optional.empty();
        }
        double bytes = row.spread(Move::bytes).orElseThrow().median();
        double total = row.spread(Move::totalMs).orElseThrow().median();
        return row.work()
                .link()
                .map(link -> LINK_SHARE * bytes * 8_000 / link.bps() + LINK_EXTRA_MS)
                .map(most -> new Bar("total", most, total));
    }

    /** Whether it is not above the bar. */
    public boolean met() {
        return foundMs <= atMostMs;
    }

    /** For {@code --json}. */
    Map<String, Object> document() {
        Map<String, Object> bar = new LinkedHashMap<>();
        bar.put("what", what);
        bar.put("atMostMs", atMostMs);
        bar.put("foundMs", foundMs);
        bar.put("met", met());
        return bar;
    }
}
