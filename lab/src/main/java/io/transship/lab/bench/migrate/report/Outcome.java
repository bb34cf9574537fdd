package io.transship.lab.bench.migrate.report;

import io.transship.lab.demo.client.ClientReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What came of one row.
 *
 * @param work the row
 * @param moves those that were counted, in their order
 * @param warmUps those before them, which were not
 * @param replies the client's books at the end; empty if it did not come to its end
 * @param stateIntact whether the server's state had the same checksum before and after
 * @param failure why the row failed; empty if it did not
 */
public record Outcome(
        Work work,
        List<Move> moves,
        int warmUps,
        Optional<ClientReport> replies,
        boolean stateIntact,
        Optional<String> failure) {

    /** Keeps the moves as they are. */
    public Outcome {
        moves = List.copyOf(moves);
    }

    /** A row of which nothing can be said but why. */
    public static Outcome failed(Work work, String reason) {
        return new Outcome(work, List.of(), 0, Optional.empty(), false, Optional.of(reason));
    }

    /** Whether the work was done and nothing was lost by it. */
    public boolean held() {
        return failure.isEmpty() && !moves.isEmpty() && complaints().isEmpty();
    }

    /** What the client or the state has to complain of. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        failure.ifPresent(complaints::add);
        replies.filter(report -> !report.connectionSurvived())
                .ifPresent(report -> complaints.add("connection broken"));
        replies.map(ClientReport::counts)
                .ifPresent(
                        counts -> {
                            add(complaints, counts.lost(), "lost");
                            add(complaints, counts.doubled(), "doubled");
                            add(complaints, counts.reordered(), "reordered");
                            add(complaints, counts.unknown(), "never asked for");
                            add(complaints, counts.counterBreaks(), "breaks of the counter");
                        });
        if (failure.isEmpty() && !stateIntact) {
            complaints.add("state changed");
        }
        return complaints;
    }

    private static void add(List<String> complaints, long count, String word) {
        if (count > 0) {
            complaints.add(count + " " + word);
        }
    }

    Optional<Spread> spread(ToDoubleFunction<Move> figure) {
        return moves.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(moves.stream().map(figure::applyAsDouble).toList()));
    }

    /** For {@code --json}, with the bars that this row is held against. */
    public Map<String, Object> document(List<Bar> bars) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("how", work.how());
        row.put("engine", work.engine());
        row.put("memoryBytes", work.memory().bytes());
        row.put("link", work.linkWord());
        row.put("held", held());
        row.put("complaints", complaints());
        row.put("warmUps", warmUps);
        row.put("moves", moves);
        spread(Move::gapMs).ifPresent(gap -> row.put("gapMs", gap));
        spread(Move::totalMs).ifPresent(total -> row.put("totalMs", total));
        spread(Move::bytes).ifPresent(bytes -> row.put("bytes", bytes));
        row.put("bars", bars.stream().map(Bar::document).toList());
        replies.ifPresent(report -> row.put("replies", report.counts()));
        return row;
    }
}
