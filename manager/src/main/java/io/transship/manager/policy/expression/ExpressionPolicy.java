package io.transship.manager.policy.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.transship.core.model.HostId;
import io.transship.core.policy.Contest;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Judgement;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.Score;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Residuals;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves the container to the free host that passes the user's filter and has the largest score. A
 * candidate for which either can't be said, for example because it speaks of something that is not
 * known, is not offered.
 */
public final class ExpressionPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "expression";

    private static final Contest CONTEST = new Contest(NAME, Contest.Order.MOST_WINS);
    private static final Set<CelType> TRUTH = Set.of(SimpleType.BOOL);
    private static final Set<CelType> NUMBER = Set.of(SimpleType.DOUBLE, SimpleType.INT);

    private final Expression filter;
    private final Expression score;

    /**
     * The policy of two expressions without problems.
     *
     * @throws IllegalArgumentException if one has a problem
     */
    public ExpressionPolicy(String filter, String score) {
        this.filter = Expression.of(filter);
        this.score = Expression.of(score);
    }

    /** What is wrong with a filter. */
    public static List<ExpressionProblem> problemsOfFilter(String text) {
        return Expression.problems(text, TRUTH);
    }

    /** What is wrong with a score. */
    public static List<ExpressionProblem> problemsOfScore(String text) {
        return Expression.problems(text, NUMBER);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsSource() {
        return true;
    }

    @Override
    public Decision decide(Evaluation evaluation, NetworkView view) {
        Optional<Residuals> residuals =
                evaluation.source().map(source -> Residuals.from(source.host(), view));
        return CONTEST.decide(
                evaluation,
                view,
                host -> judge(evaluation.source().orElseThrow(), host, residuals.get(), view));
    }

    private Judgement judge(MoveSource source, HostId host, Residuals residuals, NetworkView view) {
        CandidateFacts facts = new CandidateFacts(source, host, residuals.to(host), view);
        if (facts.path().isEmpty()) {
            return new Judgement.Refused("no path to it is known");
        }
        Expression.Outcome passes = filter.evaluate(facts);
        if (passes.value().isEmpty()) {
            return new Judgement.Refused("the filter can't be told: " + passes.reason());
        }
        if (!Boolean.TRUE.equals(passes.value().get())) {
            return new Judgement.Refused("does not pass the filter");
        }
        Expression.Outcome points = score.evaluate(facts);
        if (points.value().isEmpty()) {
            return new Judgement.Refused("the score can't be told: " + points.reason());
        }
        double value =
                points.value().get() instanceof Number number ? number.doubleValue() : Double.NaN;
        return Double.isFinite(value)
                ? new Judgement.Scored(Score.points(value), "by the expression")
                : new Judgement.Refused("its score is not a number: " + points.value().get());
    }
}
