package io.transship.lab.bench.migrate.report;

import io.transship.core.model.ByteCount;
import io.transship.lab.demo.screen.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows as people read them. */
public final class MigrateTable {

    private static final int WIDTH = 120;

    private MigrateTable() {}

    /** All of them, under a head. */
    public static List<String> lines(List<Outcome> outcomes) {
        TextTable table = head();
        outcomes.forEach(outcome -> row(table, outcome, outcomes));
        return table.lines(WIDTH);
    }

    /** One of them without the head. */
    public static List<String> line(Outcome outcome, List<Outcome> all) {
        TextTable table = head();
        row(table, outcome, all);
        return table.lines(WIDTH).stream().skip(2).toList();
    }

    private static TextTable head() {
        return new TextTable(
                "lllrrrrrrl",
                "engine",
                "how",
                "link",
                "memory",
                "n",
                "gap ms (min–max)",
                "total ms",
                "bytes",
                "to peer",
                "replies, state");
    }

    private static void row(TextTable table, Outcome outcome, List<Outcome> all) {
        Work work = outcome.work();
        table.row(
                work.engine(),
                work.how(),
                work.linkWord(),
                work.memoryWord(),
                String.valueOf(outcome.moves().size()),
                outcome.spread(Move::gapMs).map(MigrateTable::range).orElse("–"),
                outcome.spread(Move::totalMs).map(total -> number(total.median())).orElse("–"),
                outcome.spread(Move::bytes)
                        .map(bytes -> new ByteCount(Math.round(bytes.median())).toString())
                        .orElse("–"),
                ratio(outcome, all).orElse(""),
                outcome.held() ? held(work) : String.join("; ", outcome.complaints()));
    }

    private static String held(Work work) {
        return work.keepsConnections() ? "all, intact" : "all, each over a connection of its own";
    }

    /** Our gap over the best peer's with the same load. */
    static Optional<String> ratio(Outcome ours, List<Outcome> all) {
        if (Peers.is(ours.work().how())) {
            return Optional.empty();
        }
        return bestPeer(ours, all)
                .flatMap(
                        peer ->
                                ours.spread(Move::gapMs)
                                        .map(gap -> "%.2f".formatted(gap.median() / peer)));
    }

    /** The shortest gap, ms, that a peer had with the same load. */
    static Optional<Double> bestPeer(Outcome ours, List<Outcome> all) {
        return all.stream()
                .filter(each -> Peers.is(each.work().how()))
                .filter(each -> each.work().sameLoad(ours.work()))
                .flatMap(each -> each.spread(Move::gapMs).stream())
                .map(Spread::median)
                .min(Double::compare);
    }

    private static String range(Spread spread) {
        return "%s (%s–%s)"
                .formatted(number(spread.median()), number(spread.least()), number(spread.most()));
    }

    static String number(double ms) {
        return String.format(Locale.ROOT, ms < 100 ? "%.1f" : "%.0f", ms);
    }
}
