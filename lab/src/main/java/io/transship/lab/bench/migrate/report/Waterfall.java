package io.transship.lab.bench.migrate.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where each millisecond of the gap went, by the manager's and the daemons' own clocks. */
public final class Waterfall {

    private static final int BAR = 40;

    private Waterfall() {}

    /** The medians of all moves, one line a part. */
    public static List<String> lines(List<Move> moves) {
        Set<String> parts = new LinkedHashSet<>();
        moves.forEach(move -> parts.addAll(move.times().keySet()));
        double most =
                parts.stream()
                        .filter(part -> !part.equals("totalMs") && !part.equals("prepareMs"))
                        .mapToDouble(part -> median(moves, part))
                        .max()
                        .orElse(1);
        List<String> lines = new ArrayList<>();
        for (String part : parts) {
            double ms = median(moves, part);
            int length = (int) Math.min(BAR, Math.round(BAR * ms / Math.max(most, 1e-9)));
            lines.add(
                    String.format(
                            Locale.ROOT, "    %-28s %8.1f ms %s", part, ms, "#".repeat(length)));
        }
        return lines;
    }

    private static double median(List<Move> moves, String part) {
        return Spread.of(
                        moves.stream()
                                .map(Move::times)
                                .filter(times -> times.containsKey(part))
                                .map((Map<String, Double> times) -> times.get(part))
                                .toList())
                .median();
    }
}
