package io.transship.manager.policy.user;

import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Candidate.Verdict;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.Targets;
import io.transship.core.view.NetworkView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Believes nothing of an answer that the view does not bear out. */
final class AnswerCheck {

    private static final int LONGEST_REASON = 500;

    private final String policy;
    private final Evaluation evaluation;
    private final NetworkView view;

    AnswerCheck(String policy, Evaluation evaluation, NetworkView view) {
        this.policy = policy;
        this.evaluation = evaluation;
        this.view = view;
    }

    /** The decision, with an explanation that names every host. */
    Decision check(Decision answer) throws PolicyFailure {
        return switch (answer) {
            case Decision.Stay stay ->
                    new Decision.Stay(stay.reason(), complete(stay.explanation(), Set.of()));
            case Decision.Move move -> checkMove(move);
        };
    }

    private Decision checkMove(Decision.Move move) throws PolicyFailure {
        if (!view.placement().hostOf(move.container()).filter(move.source()::equals).isPresent()) {
            throw new PolicyFailure(
                    "it moves %s, which does not run on %s"
                            .formatted(move.container(), move.source()));
        }
        if (evaluation
                .source()
                .filter(asked -> !asked.container().equals(move.container()))
                .isPresent()) {
            throw new PolicyFailure(
                    "it moves %s, and was asked about %s"
                            .formatted(move.container(), evaluation.source().get().container()));
        }
        if (!Targets.of(move.source(), view).free().contains(move.target())) {
            throw new PolicyFailure("it moves to %s, which is not free".formatted(move.target()));
        }
        return new Decision.Move(
                move.container(),
                move.source(),
                move.target(),
                complete(move.explanation(), Set.of(move.target())));
    }

    /** Every host but the source, once; what the policy left out is said to be left out. */
    private Explanation complete(Explanation given, Set<HostId> chosen) throws PolicyFailure {
        Map<HostId, Candidate> named = new LinkedHashMap<>();
        for (Candidate each : given.candidates()) {
            if (view.host(each.host()).isEmpty() || named.containsKey(each.host())) {
                throw new PolicyFailure(
                        "its explanation names %s, which is unknown or named before"
                                .formatted(each.host()));
            }
            named.put(each.host(), sober(each, chosen.contains(each.host())));
        }
        evaluation.source().ifPresent(source -> named.remove(source.host()));
        List<Candidate> candidates = new ArrayList<>();
        for (HostId target : chosen) {
            Candidate first = named.remove(target);
            candidates.add(
                    first != null
                            ? first
                            : new Candidate(
                                    target,
                                    java.util.Optional.empty(),
                                    Verdict.CHOSEN,
                                    "is the policy's choice"));
        }
        candidates.addAll(named.values());
        for (HostId host : view.hosts().keySet()) {
            boolean source =
                    evaluation.source().filter(each -> each.host().equals(host)).isPresent();
            if (!named.containsKey(host) && !chosen.contains(host) && !source) {
                candidates.add(Candidate.notOffered(host, "the policy did not name it"));
            }
        }
        return new Explanation(policy, evaluation.seed(), shortened(given.summary()), candidates);
    }

    private static Candidate sober(Candidate given, boolean chosen) {
        Verdict verdict =
                chosen
                        ? Verdict.CHOSEN
                        : given.verdict() == Verdict.CHOSEN ? Verdict.LOST : given.verdict();
        return new Candidate(given.host(), given.score(), verdict, shortened(given.reason()));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }
}
