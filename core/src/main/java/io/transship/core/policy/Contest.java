package io.transship.core.policy;

import io.transship.core.model.HostId;
import io.transship.core.view.NetworkView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Decides by one number for each free host, and explains it. Hosts with the same number are as good
 * as each other; the seed draws one of them, by name order.
 *
 * @param policy the policy's name
 * @param order what of two scores comes first
 */
public record Contest(String policy, Order order) {

    /** What of two scores comes first. */
    public enum Order {
        /** The smaller. */
        LEAST_WINS,
        /** The larger. */
        MOST_WINS
    }

    private record Entrant(HostId host, Judgement.Scored judgement) {

        double value() {
            return judgement.score().value();
        }
    }

    /** Decides where the source's container goes. */
    public Decision decide(
            Evaluation evaluation, NetworkView view, Function<HostId, Judgement> judge) {
        if (evaluation.source().isEmpty()) {
            return stay(StayReason.NO_SOURCE, "No source was found.", evaluation, List.of());
        }
        MoveSource source = evaluation.source().get();
        Targets targets = Targets.of(source.host(), view);
        List<Entrant> entrants = new ArrayList<>();
        List<Candidate> refused = new ArrayList<>(targets.refused());
        for (HostId host : targets.free()) {
            switch (judge.apply(host)) {
                case Judgement.Scored scored -> entrants.add(new Entrant(host, scored));
                case Judgement.Refused no -> refused.add(Candidate.notOffered(host, no.reason()));
            }
        }
        refused.sort(Comparator.comparing(Candidate::host));
        if (targets.free().isEmpty()) {
            return stay(StayReason.NO_FREE_HOST, "No host is free.", evaluation, refused);
        }
        if (entrants.isEmpty()) {
            String summary =
                    "None of the %d free hosts is offered.".formatted(targets.free().size());
            return stay(StayReason.NO_SUITABLE_HOST, summary, evaluation, refused);
        }
        entrants.sort(bestFirst());
        return move(source, entrants, refused, evaluation);
    }

    private Comparator<Entrant> bestFirst() {
        Comparator<Entrant> byValue = Comparator.comparingDouble(Entrant::value);
        return (order == Order.LEAST_WINS ? byValue : byValue.reversed())
                .thenComparing(Entrant::host);
    }

    private Decision move(
            MoveSource source,
            List<Entrant> entrants,
            List<Candidate> refused,
            Evaluation evaluation) {
        double best = entrants.getFirst().value();
        int equals = (int) entrants.stream().filter(each -> each.value() == best).count();
        Entrant chosen = entrants.get(evaluation.random().nextInt(equals));
        List<Candidate> candidates = new ArrayList<>();
        String drawn = equals == 1 ? "" : "was drawn from " + equals + " that are equal; ";
        candidates.add(
                Candidate.chosen(
                        chosen.host(),
                        chosen.judgement().score(),
                        drawn + chosen.judgement().detail()));
        for (Entrant each : entrants) {
            if (!each.host().equals(chosen.host())) {
                String tied =
                        each.value() == best
                                ? "is as good as " + chosen.host() + ", which was drawn; "
                                : "";
                candidates.add(
                        Candidate.lost(
                                each.host(),
                                each.judgement().score(),
                                tied + each.judgement().detail()));
            }
        }
        candidates.addAll(refused);
        String summary =
                "%s has %s, the %s of %d: %s."
                        .formatted(
                                chosen.host(),
                                chosen.judgement().score(),
                                order == Order.LEAST_WINS ? "least" : "most",
                                entrants.size(),
                                chosen.judgement().detail());
        return new Decision.Move(
                source.container(),
                source.host(),
                chosen.host(),
                new Explanation(policy, evaluation.seed(), summary, candidates));
    }

    private Decision stay(
            StayReason reason, String summary, Evaluation evaluation, List<Candidate> refused) {
        return new Decision.Stay(
                reason, new Explanation(policy, evaluation.seed(), summary, refused));
    }
}
