package io.transship.manager.decision;

import io.transship.core.limits.Deliberation.Wish;
import io.transship.core.limits.Objection;
import io.transship.core.limits.Ruling;
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
import io.transship.settings.Breakpoint;
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

/** Asks policy and limits, records what comes of it, and orders the move. Thread-safe. */
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

    /** What was asked, and what policy and rules say to it. */
    private record Matter(Instant begin, Optional<Finding> finding, String asker, Ruling ruling) {}

    DecisionMaker(DecisionSettings settings, DecisionParts parts, Clock clock) {
        this.settings = settings;
        this.parts = parts;
        this.clock = clock;
        this.seeds = new SplittableRandom(settings.seed());
    }

    /** Decides in another mode from now on; the seeds go on. */
    synchronized void use(DecisionSettings other) {
        settings = other;
        lastIdle = Optional.empty();
    }

    /** What policy and rules say; nothing is recorded or moved. */
    Ruling rule(Policy policy, Evaluation evaluation, NetworkView view, Wish wish) {
        return parts.runner()
                .guard()
                .deliberation(parts.views()::withRoutes)
                .on(policy, evaluation, view, parts.runner().guard().circumstances(), wish);
    }

    /** Decides without recording or moving anything. */
    Plan plan(Policy policy, MoveSource source, NetworkView view) {
        Ruling ruling = rule(policy, Evaluation.of(source, settings.seed()), view, Wish.MANAGER);
        return new Plan(ruling.decision(), ruling.objection());
    }

    /** Decides, records and, in automatic mode, orders the move. */
    synchronized void decide(
            Policy policy, Optional<Finding> finding, NetworkView view, Runnable whenEnded) {
        Instant begin = finding.map(Finding::at).orElseGet(clock::instant);
        Evaluation question = new Evaluation(finding.map(Finding::source), seeds.nextLong(SEEDS));
        Ruling ruling = rule(policy, question, view, Wish.MANAGER);
        String asker = finding.map(Finding::detector).orElse("");
        Verdict verdict = judge(ruling, settings.mode() == Mode.AUTOMATIC, Wish.MANAGER);
        if (!isRepetition(ruling, verdict, policy)) {
            carryOut(new Matter(begin, finding, asker, ruling), verdict, whenEnded);
        }
    }

    /**
     * Decides on the wish of a person and orders the move; only a move is recorded.
     *
     * @param asker for the record, instead of a detector
     */
    synchronized Ordered order(
            Policy policy, MoveSource source, NetworkView view, String asker, Runnable whenEnded) {
        Instant begin = clock.instant();
        Evaluation question = Evaluation.of(source, seeds.nextLong(SEEDS));
        Ruling ruling = rule(policy, question, view, Wish.PERSON);
        Verdict verdict = judge(ruling, true, Wish.PERSON);
        if (verdict.outcome() == Outcome.MOVE) {
            carryOut(new Matter(begin, Optional.empty(), asker, ruling), verdict, whenEnded);
            return new Ordered(ruling, Optional.empty());
        }
        return new Ordered(
                ruling,
                Optional.of(ruling.objection().map(Objection::toString).orElse(verdict.summary())));
    }

    /** Keeps the decision first: what has moved has a decision, whenever the manager is killed. */
    private void carryOut(Matter matter, Verdict verdict, Runnable whenEnded) {
        DecisionRecord kept = kept(matter, verdict);
        Breakpoint.reached("manager", "deciding");
        save(kept);
        Breakpoint.reached("manager", "decided");
        parts.events()
                .emit(new Event(clock.instant(), EventTypes.DECISION, DecisionDocument.of(kept)));
        if (matter.ruling().decision() instanceof Decision.Move move
                && verdict.outcome() == Outcome.MOVE) {
            parts.runner().launch(request(move), kept.id(), whenEnded);
        }
    }

    private MigrationRequest request(Decision.Move move) {
        return new MigrationRequest(
                move.container(), move.source(), move.target(), settings.migrationMode());
    }

    /** Mode and limits; a move that may go is claimed. */
    private Verdict judge(Ruling ruling, boolean mayMove, Wish wish) {
        String summary = ruling.decision().explanation().summary();
        if (ruling.objection().isPresent()) {
            return new Verdict(Outcome.LIMITED, ruling.objection().get().toString());
        }
        return switch (ruling.decision()) {
            case Decision.Stay stay -> new Verdict(Outcome.STAY, summary);
            case Decision.Move move when mayMove ->
                    parts.runner()
                            .claim(request(move), wish)
                            .map(objection -> new Verdict(Outcome.LIMITED, objection.toString()))
                            .orElseGet(() -> new Verdict(Outcome.MOVE, summary));
            case Decision.Move move -> new Verdict(Outcome.PROPOSED, summary);
        };
    }

    /**
     * Whether nothing moves, for the same reason as the last time: the same limit, or the same
     * proposal. A policy that draws its target draws another one each time.
     */
    private boolean isRepetition(Ruling ruling, Verdict verdict, Policy policy) {
        String about = policy.name() + ruling.asked().source().map(MoveSource::toString).orElse("");
        Optional<String> idle =
                switch (verdict.outcome()) {
                    case MOVE -> Optional.empty();
                    case STAY -> Optional.of(reason(ruling.decision()));
                    case LIMITED ->
                            Optional.of(
                                    ruling.objection().map(why -> why.rule().word()).orElse("")
                                            + about);
                    case PROPOSED ->
                            Optional.of(
                                    policy.needsSource()
                                            ? about + target(ruling.decision())
                                            : about);
                };
        boolean repeated = idle.isPresent() && idle.equals(lastIdle);
        lastIdle = idle;
        return repeated;
    }

    private static String target(Decision decision) {
        return decision instanceof Decision.Move move ? " to " + move.target() : "";
    }

    private static String reason(Decision decision) {
        return decision instanceof Decision.Stay stay ? stay.reason().name() : "";
    }

    private DecisionRecord kept(Matter matter, Verdict verdict) {
        Map<String, Double> times = new LinkedHashMap<>();
        matter.finding().ifPresent(found -> times.put("detectionMs", millis(found.took())));
        times.put("decisionMs", millis(Duration.between(matter.begin(), clock.instant())));
        Ruling ruling = matter.ruling();
        Optional<Decision.Move> move =
                ruling.decision() instanceof Decision.Move found
                        ? Optional.of(found)
                        : Optional.empty();
        Optional<MoveSource> asked = ruling.asked().source();
        return new DecisionRecord(
                nextId(matter.begin()),
                matter.begin(),
                ruling.decision().explanation().policy(),
                matter.asker(),
                verdict.outcome(),
                verdict.summary(),
                asked.map(MoveSource::container),
                asked.map(MoveSource::host),
                move.map(Decision.Move::target),
                ruling.asked().seed(),
                times,
                DecisionDocument.of(ruling),
                ViewDocument.of(ruling.view()));
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
