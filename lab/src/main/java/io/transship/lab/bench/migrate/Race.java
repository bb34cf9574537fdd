package io.transship.lab.bench.migrate;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.client.GapLine;
import io.transship.lab.bench.migrate.MigrateCommand.Plan;
import io.transship.lab.bench.migrate.report.Move;
import io.transship.lab.bench.migrate.report.Outcome;
import io.transship.lab.bench.migrate.report.Work;
import io.transship.lab.demo.Poll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends one course to and fro under the eyes of a client, and keeps the books of one row. */
final class Race {

    /** Between the end of a move and the next, so that one does not pay for the other. */
    private static final Duration BREATH = Duration.ofMillis(500);

    /** A client whose last reply is not older has its server back. */
    private static final double TALKING_MS = 100;

    private final Work work;
    private final Plan.Moves plan;
    private final Duration patience;
    private final Consumer<String> live;
    private final List<Move> moves = new ArrayList<>();

    Race(Work work, Plan.Moves plan, Duration patience, Consumer<String> live) {
        this.work = work;
        this.plan = plan;
        this.patience = patience;
        this.live = live;
    }

    /** Never throws for a move that fails: the outcome says so. */
    Outcome run(Course course) throws InterruptedException {
        Optional<String> failure = Optional.empty();
        try (GapWatch watch = watch(course)) {
            try {
                moves(course, watch);
            } catch (TransshipException e) {
                failure = Optional.of(e.line());
            }
            GapLine last = watch.finish();
            return new Outcome(
                    work,
                    moves,
                    plan.warmUps(),
                    Optional.of(last.report()),
                    watch.isIntact(last),
                    failure);
        } catch (TransshipException e) {
            return new Outcome(
                    work,
                    moves,
                    plan.warmUps(),
                    Optional.empty(),
                    false,
                    failure.or(() -> Optional.of(e.line())));
        }
    }

    private GapWatch watch(Course course) throws InterruptedException {
        return new GapWatch(course.client(), course.address(), !work.keepsConnections(), patience);
    }

    private void moves(Course course, GapWatch watch) throws InterruptedException {
        for (int number = 1 - plan.warmUps(); number <= plan.runs(); number++) {
            live.accept(number < 1 ? "warm-up" : "move " + number + " of " + plan.runs());
            Poll.pass(BREATH);
            var _ = watch.ask();
            Move move = course.move();
            double gap = gap(watch);
            if (number > 0) {
                moves.add(new Move(gap, move.totalMs(), move.bytes(), move.times()));
            }
        }
    }

    /** Where nobody held frames, TCP may take long to find its way again. */
    private double gap(GapWatch watch) throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        double gap = 0;
        GapLine line;
        do {
            Poll.pass(BREATH);
            line = watch.ask();
            gap = Math.max(gap, line.longestGapMs());
            if (!line.report().connectionSurvived()) {
                throw new TransshipException(
                        FailureCode.INTERNAL, "the move cost the client its connection.");
            }
        } while (line.report().silentMs() > TALKING_MS && System.nanoTime() - giveUpAt < 0);
        return gap;
    }
}
