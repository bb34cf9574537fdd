package io.transship.core.policy.bandwidth;

import io.transship.core.model.HostId;
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
import io.transship.core.view.Residual;
import io.transship.core.view.Residuals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Moves the container to the free host whose path has the most residual bandwidth.
 *
 * <p>{@code residual(path) = min over links l of (capacity(l) − load(l))}, in bit/s, each link in
 * the direction of travel, from the source's access link to the target's.
 *
 * <p>Source: thesis 5.4 and 6.1.1, "Bandwidth"; paper IV.A. The thesis leaves ties open ("any of
 * h3, h4, h5" where all links are alike): paths within {@code tieTolerance} of the best are as good
 * as each other, and the seed draws one of them, by name order. A path with an unmeasured link is
 * not offered.
 */
public final class BandwidthPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "bandwidth";

    private final double tieTolerance;

    private record Offer(HostId target, Residual.Known residual) {

        long bps() {
            return residual.rate().bps();
        }

        Score score() {
            return Score.of(residual.rate());
        }
    }

    /**
     * Creates the policy.
     *
     * @param tieTolerance share of the best residual, 0 to 1, within which paths are equal
     */
    public BandwidthPolicy(double tieTolerance) {
        if (!(tieTolerance >= 0 && tieTolerance <= 1)) {
            throw new IllegalArgumentException(
                    "tieTolerance is a share from 0 to 1, not " + tieTolerance);
        }
        this.tieTolerance = tieTolerance;
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
        Residuals residuals = Residuals.from(source.host(), view);
        List<Offer> offers = new ArrayList<>();
        List<Candidate> refused = new ArrayList<>();
        for (HostId target : targets.free()) {
            switch (residuals.to(target)) {
                case Residual.Known known -> offers.add(new Offer(target, known));
                case Residual.Unknown unknown ->
                        refused.add(Candidate.notOffered(target, unknown.reason()));
            }
        }
        refused.addAll(targets.refused());
        refused.sort(Comparator.comparing(Candidate::host));
        if (targets.free().isEmpty()) {
            return stay(StayReason.NO_FREE_HOST, "No host is free.", evaluation, refused);
        }
        if (offers.isEmpty()) {
            String summary = "No free host has a path whose every link has been measured.";
            return stay(StayReason.NO_MEASURED_PATH, summary, evaluation, refused);
        }
        return move(source, bestFirst(offers), refused, evaluation);
    }

    /**
     * Equal ones stay in the order of their names. What is sorted is one array of numbers, each a
     * rate with its place: of tens of thousands of offers that is many times faster than to sort
     * the offers. Rates that leave no room for the place, from 100 Tbit/s on, count as equal.
     */
    private static List<Offer> bestFirst(List<Offer> byName) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(byName.size());
        long most = Long.MAX_VALUE >> bits;
        long[] keys = new long[byName.size()];
        for (int place = 0; place < keys.length; place++) {
            keys[place] = (most - Math.min(most, byName.get(place).bps())) << bits | place;
        }
        Arrays.sort(keys);
        long places = (1L << bits) - 1;
        List<Offer> sorted = new ArrayList<>(keys.length);
        for (long key : keys) {
            sorted.add(byName.get((int) (key & places)));
        }
        return sorted;
    }

    private Decision move(
            MoveSource source, List<Offer> offers, List<Candidate> refused, Evaluation evaluation) {
        double bar = offers.getFirst().bps() * (1 - tieTolerance);
        List<Offer> best =
                offers.stream()
                        .takeWhile(offer -> offer.bps() >= bar)
                        .sorted(Comparator.comparing(Offer::target))
                        .toList();
        Offer chosen = best.get(evaluation.random().nextInt(best.size()));
        List<Candidate> candidates = new ArrayList<>(offers.size() + refused.size());
        candidates.add(Candidate.chosen(chosen.target(), chosen.score(), whyChosen(chosen, best)));
        String tied = "is as good as " + chosen.target() + ", which was drawn";
        for (Offer offer : offers) {
            if (!offer.target().equals(chosen.target())) {
                String reason = offer.bps() >= bar ? tied : whyLost(offer);
                candidates.add(Candidate.lost(offer.target(), offer.score(), reason));
            }
        }
        candidates.addAll(refused);
        String summary =
                "The path from %s to %s has %s left, the most of %d."
                        .formatted(
                                source.host(),
                                chosen.target(),
                                chosen.residual().rate(),
                                offers.size());
        if (best.size() > 1) {
            summary =
                    "%s was drawn from the %d targets whose paths have the most left."
                            .formatted(chosen.target(), best.size());
        }
        return new Decision.Move(
                source.container(),
                source.host(),
                chosen.target(),
                new Explanation(NAME, evaluation.seed(), summary, candidates));
    }

    private String whyChosen(Offer chosen, List<Offer> best) {
        if (best.size() == 1) {
            return "has the most left on its path; least on the " + chosen.residual().bottleneck();
        }
        return "was drawn from %d whose paths are within %s %% of the best"
                .formatted(best.size(), percent(tieTolerance));
    }

    private static String whyLost(Offer offer) {
        return "has less left on its path; least on the " + offer.residual().bottleneck();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f", share * 100);
    }

    private static Decision stay(
            StayReason reason, String summary, Evaluation evaluation, List<Candidate> refused) {
        return new Decision.Stay(
                reason, new Explanation(NAME, evaluation.seed(), summary, refused));
    }
}
