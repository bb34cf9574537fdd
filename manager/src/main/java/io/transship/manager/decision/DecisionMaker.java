package io.transship.manager.decision;

import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.view.NetworkView;
import io.transship.manager.document.DecisionDocument;
import io.transship.manager.document.ViewDocument;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventTypes;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks policy and limits, records what comes of it, and orders the move. Confined to one check. */
final class DecisionMaker {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionMaker.class);

    /** What a number in JSON holds exactly. */
    private static final long SEEDS = 1L << 53;

    private volatile DecisionSettings settings;
    private final DecisionParts parts;
    private final Clock clock;
    private final RandomGenerator seeds;
    private Optional<String> lastIdle = Optional.empty();

    private long count;

    /** What comes of a decision. */
    private record Verdict(Outcome outcome, String summary) {}

    /** What was asked, and from what it is answered. */
    private record Question(Instant begin, Optional<Finding> finding, NetworkView view) {

        Optional<MoveSource> source() {
            return finding.map(Finding::source);
        }
    }

    DecisionMaker(DecisionSettings settings, DecisionParts parts, Clock clock) {
        this.settings = settings;
        this.parts = parts;
        this.clock = clock;
        this.seeds = new SplittableRandom(settings.seed());
    }

    /** Decides in another mode from now on; the seeds go on. */
    void use(DecisionSettings other) {
        settings = other;
    }

    /** Decides without recording or moving anything. */
    Plan plan(Policy policy, MoveSource source, NetworkView view) {
        NetworkView routed = parts.views().withRoutes(view, source);
        Decision decision = policy.decide(Evaluation.of(source, settings.seed()), routed);
        return new Plan(decision, parts.runner().objection(source.container()));
    }

    /** Decides, records and, in automatic mode, orders the move. */
    void decide(Policy policy, Optional<Finding> finding, NetworkView view, Runnable whenEnded) {
        Instant begin = finding.map(Finding::at).orElseGet(clock::instant);
        Optional<MoveSource> source = finding.map(Finding::source);
        NetworkView routed =
                source.map(found -> parts.views().withRoutes(view, found)).orElse(view);
        Decision decision = policy.decide(new Evaluation(source, seeds.nextLong(SEEDS)), routed);
        Verdict verdict = judge(decision);
        if (isRepetition(decision, verdict)) {
            return;
        }
        Question question = new Question(begin, finding, routed);
        DecisionRecord kept = kept(question, decision, verdict);
        parts.events()
                .emit(new Event(clock.instant(), EventTypes.DECISION, DecisionDocument.of(kept)));
        if (decision instanceof Decision.Move move && verdict.outcome() == Outcome.MOVE) {
            MigrationRequest request =
                    new MigrationRequest(
                            move.container(),
                            move.source(),
                            move.target(),
                            settings.migrationMode());
            parts.runner().launch(request, kept.id(), whenEnded);
        }
        save(kept); // last: a store that is slow holds up no move
    }

    /** Mode and limits; a move that may go is claimed. */
    private Verdict judge(Decision decision) {
        String summary = decision.explanation().summary();
        return switch (decision) {
            case Decision.Stay stay -> new Verdict(Outcome.STAY, summary);
            case Decision.Move move when settings.mode() == Mode.AUTOMATIC ->
                    parts.runner()
                            .claim(move.container())
                            .map(objection -> new Verdict(Outcome.LIMITED, objection))
                            .orElseGet(() -> new Verdict(Outcome.MOVE, summary));
            case Decision.Move move ->
                    parts.runner()
                            .objection(move.container())
                            .map(objection -> new Verdict(Outcome.LIMITED, objection))
                            .orElseGet(() -> new Verdict(Outcome.PROPOSED, summary));
        };
    }

    /** Whether nothing moves, for the same reason as the last time. */
    private boolean isRepetition(Decision decision, Verdict verdict) {
        Optional<String> idle =
                switch (decision) {
                    case Decision.Stay stay -> Optional.of(stay.reason().name());
                    case Decision.Move move when verdict.outcome() != Outcome.MOVE ->
                            Optional.of(verdict.outcome() + " " + move.container());
                    case Decision.Move ordered -> Optional.empty();
                };
        boolean repeated = idle.isPresent() && idle.equals(lastIdle);
        lastIdle = idle;
        return repeated;
    }

    private DecisionRecord kept(Question question, Decision decision, Verdict verdict) {
        Map<String, Double> times = new LinkedHashMap<>();
        question.finding().ifPresent(found -> times.put("detectionMs", millis(found.took())));
        times.put("decisionMs", millis(Duration.between(question.begin(), clock.instant())));
        Optional<Decision.Move> move =
                decision instanceof Decision.Move found ? Optional.of(found) : Optional.empty();
        return new DecisionRecord(
                nextId(question.begin()),
                question.begin(),
                decision.explanation().policy(),
                question.finding().map(Finding::detector).orElse(""),
                verdict.outcome(),
                verdict.summary(),
                move.map(Decision.Move::container)
                        .or(() -> question.source().map(MoveSource::container)),
                move.map(Decision.Move::source).or(() -> question.source().map(MoveSource::host)),
                move.map(Decision.Move::target),
                decision.explanation().seed(),
                times,
                DecisionDocument.of(decision.explanation()),
                ViewDocument.of(question.view()));
    }

    private String nextId(Instant at) {
        count++;
        return "d%013d-%d".formatted(at.toEpochMilli(), count);
    }

    private void save(DecisionRecord kept) {
        try {
            parts.store().save(kept);
        } catch (RuntimeException e) {
            LOG.error(
                    "decision {} could not be stored; it is carried out all the same",
                    kept.id(),
                    e);
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
