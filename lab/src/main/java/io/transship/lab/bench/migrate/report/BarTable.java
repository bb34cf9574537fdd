package io.transship.lab.bench.migrate.report;

import io.transship.lab.demo.screen.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Which bars were met, as people read it. */
public final class BarTable {

    private static final int WIDTH = 120;

    private BarTable() {}

    /** Nothing, if no row has a bar. */
    public static List<String> lines(List<Outcome> outcomes) {
        TextTable table =
                new TextTable(
                        "lllrlrrl",
                        "engine",
                        "how",
                        "link",
                        "memory",
                        "bar",
                        "at most ms",
                        "median ms",
                        "");
        List<Bar> all = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            List<Bar> bars = Bar.of(outcome, outcomes);
            bars.forEach(bar -> row(table, outcome.work(), bar));
            all.addAll(bars);
        }
        if (all.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines(WIDTH));
        lines.add(
                "%d of %d bars met.".formatted(all.stream().filter(Bar::met).count(), all.size()));
        return lines;
    }

    private static void row(TextTable table, Work work, Bar bar) {
        table.row(
                work.engine(),
                work.how(),
                work.linkWord(),
                work.memoryWord(),
                bar.what(),
                MigrateTable.number(bar.atMostMs()),
                MigrateTable.number(bar.foundMs()),
                bar.met() ? "met" : "MISSED");
    }
}
