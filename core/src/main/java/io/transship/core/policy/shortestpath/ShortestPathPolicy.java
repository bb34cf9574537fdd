package io.transship.core.policy.shortestpath;

import io.transship.core.model.HostId;
import io.transship.core.model.Path;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.Score;
import io.transship.core.policy.StayReason;
import io.transship.core.policy.Targets;
import io.transship.core.view.NetworkView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves the container to the free host whose path has the least latency.
 *
 * <p>Source: thesis 5.4 and 6.1.1, "Shortest Path": the target switch with the least latency, then
 * "the first free host from the target destination switch". Latencies between switches come from
 * discovery frames and are only so exact: paths within {@code resolution} of the best are equal;
 * among them the one over fewer links wins, then the first host by name. A path with an unmeasured
 * link is not offered. Access links have no measured latency and are left out.
 */
public final class ShortestPathPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "shortest-path";

    private static final Comparator<Offer> BY_LATENCY =
            Comparator.comparing(Offer::latency)
                    .thenComparing(Offer::links)
                    .thenComparing(Offer::target);
    private static final Comparator<Offer> BY_LINKS =
            Comparator.comparing(Offer::links).thenComparing(Offer::target);

    private final Duration resolution;

    private record Offer(HostId target, Duration latency, int links) {

        Score score() {
            return Score.of(latency);
        }
    }

    /**
     * Creates the policy.
     *
     * @param resolution of the latencies; not negative
     */
    public ShortestPathPolicy(Duration resolution) {
        if (resolution.isNegative()) {
            throw new IllegalArgumentException("a resolution is not negative: " + resolution);
        }
        this.resolution = resolution;
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
        if (evaluation.source().isEmpty()) {
            return stay(StayReason.NO_SOURCE, "No source was found.", evaluation, List.of());
        }
        MoveSource source = evaluation.source().get();
        Targets targets = Targets.of(source.host(), view);
        List<Offer> offers = new ArrayList<>();
        List<Candidate> refused = new ArrayList<>(targets.refused());
        for (HostId target : targets.free()) {
            Optional<Path> path = view.path(source.host(), target);
            Optional<Duration> latency = path.flatMap(Path::latency);
            if (latency.isPresent()) {
                offers.add(new Offer(target, latency.get(), path.get().links().size()));
            } else {
                refused.add(Candidate.notOffered(target, whyNotOffered(path)));
            }
        }
        refused.sort(Comparator.comparing(Candidate::host));
        if (targets.free().isEmpty()) {
            return stay(StayReason.NO_FREE_HOST, "No host is free.", evaluation, refused);
        }
        if (offers.isEmpty()) {
            String summary = "No free host has a path whose every link has been measured.";
            return stay(StayReason.NO_MEASURED_PATH, summary, evaluation, refused);
        }
        return move(source, ranked(offers), refused, evaluation);
    }

    /** Those that are equal to the best by fewer links and name, then the others by latency. */
    private List<Offer> ranked(List<Offer> offers) {
        offers.sort(BY_LATENCY);
        Duration bar = offers.getFirst().latency().plus(resolution);
        List<Offer> ranked = new ArrayList<>();
        offers.stream()
                .filter(offer -> offer.latency().compareTo(bar) <= 0)
                .sorted(BY_LINKS)
                .forEach(ranked::add);
        offers.stream().filter(offer -> offer.latency().compareTo(bar) > 0).forEach(ranked::add);
        return ranked;
    }

    private Decision move(
            MoveSource source, List<Offer> ranked, List<Candidate> refused, Evaluation evaluation) {
        Offer chosen = ranked.getFirst();
        List<Candidate> candidates = new ArrayList<>();
        String links = links(chosen.links());
        candidates.add(
                Candidate.chosen(chosen.target(), chosen.score(), "is the closest, over " + links));
        for (Offer offer : ranked.subList(1, ranked.size())) {
            candidates.add(Candidate.lost(offer.target(), offer.score(), whyLost(offer, ranked)));
        }
        candidates.addAll(refused);
        String summary =
                "%s is the closest free host to %s: %s over %s."
                        .formatted(chosen.target(), source.host(), chosen.score(), links);
        return new Decision.Move(
                source.container(),
                source.host(),
                chosen.target(),
                new Explanation(NAME, evaluation.seed(), summary, candidates));
    }

    private String whyLost(Offer offer, List<Offer> ranked) {
        Offer chosen = ranked.getFirst();
        Duration least =
                ranked.stream().map(Offer::latency).min(Comparator.naturalOrder()).orElseThrow();
        if (offer.latency().compareTo(least.plus(resolution)) > 0) {
            return "is further away, over " + links(offer.links());
        }
        if (offer.links() > chosen.links()) {
            return "is as far within %s, but over %s"
                    .formatted(Score.of(resolution), links(offer.links()));
        }
        return "is as close, but comes after " + chosen.target() + " by name";
    }

    private static String links(int count) {
        return count == 1 ? "1 link" : count + " links";
    }

    private static String whyNotOffered(Optional<Path> path) {
        return path.isEmpty()
                ? "no path to it is known"
                : "the latency of its path has not been measured";
    }

    private static Decision stay(
            StayReason reason, String summary, Evaluation evaluation, List<Candidate> refused) {
        return new Decision.Stay(
                reason, new Explanation(NAME, evaluation.seed(), summary, refused));
    }
}
