package io.transship.core.limits;

import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.view.NetworkView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Asks a policy under the rules. Hosts that a rule excludes are barred before the policy decides,
 * so that it picks among those that are allowed; a target that promises too little is barred, too,
 * and the policy is asked again. The answer is a function of the arguments.
 */
public final class Deliberation {

    /** Who wants the move. */
    public enum Wish {
        /** The manager, by detection or by a policy of its own accord. */
        MANAGER,
        /** A person: the rules that guard calm are passed over ({@link Rule#bindsPeople}). */
        PERSON
    }

    /** A policy that has chosen so many targets that promise too little finds none that does. */
    private static final int CHOICES = 8;

    private final int places;
    private final ContainerRules containers;
    private final HostRules hosts;
    private final GainRules gains;
    private final BiFunction<NetworkView, MoveSource, NetworkView> routes;

    /**
     * A deliberation under these limits.
     *
     * @param routes adds the ways from the source to every free host
     */
    public Deliberation(
            MoveLimits limits, BiFunction<NetworkView, MoveSource, NetworkView> routes) {
        this.places = limits.containersPerHost();
        this.containers = new ContainerRules(limits);
        this.hosts = new HostRules(limits);
        this.gains = new GainRules(limits);
        this.routes = routes;
    }

    /** What policy and rules say to that question. */
    public Ruling on(
            Policy policy,
            Evaluation evaluation,
            NetworkView network,
            Circumstances circumstances,
            Wish wish) {
        NetworkView view = network.withPlaces(places);
        if (evaluation.source().isPresent()) {
            MoveSource source = evaluation.source().get();
            return new Hearing(policy, source, evaluation.seed(), circumstances, wish).hold(view);
        }
        NetworkView open = view.barring(closed(view, circumstances));
        Decision first = policy.decide(evaluation, open);
        if (first instanceof Decision.Move move) {
            MoveSource drawn = new MoveSource(move.container(), move.source());
            return new Hearing(policy, drawn, evaluation.seed(), circumstances, wish).hold(view);
        }
        return new Ruling(evaluation, open, first, Optional.empty());
    }

    private static Map<HostId, String> closed(NetworkView view, Circumstances circumstances) {
        Map<HostId, String> bars = new TreeMap<>();
        view.hosts()
                .keySet()
                .forEach(
                        host ->
                                HostRules.closed(host, circumstances)
                                        .ifPresent(why -> bars.put(host, why.toString())));
        return bars;
    }

    /** One question about one container. */
    private final class Hearing {

        private final Policy policy;
        private final MoveSource source;
        private final Evaluation question;
        private final Circumstances circumstances;
        private final Wish wish;
        private final Map<HostId, Objection> bars = new TreeMap<>();

        Hearing(
                Policy policy,
                MoveSource source,
                long seed,
                Circumstances circumstances,
                Wish wish) {
            this.policy = policy;
            this.source = source;
            this.question = Evaluation.of(source, seed);
            this.circumstances = circumstances;
            this.wish = wish;
        }

        Ruling hold(NetworkView view) {
            for (HostId host : view.hosts().keySet()) {
                if (!host.equals(source.host())) {
                    first(hosts.objections(source, host, view, circumstances))
                            .ifPresent(why -> bars.put(host, why));
                }
            }
            Optional<Objection> held =
                    first(containers.objections(source.container(), source.host(), circumstances));
            for (int choices = 1; ; choices++) {
                NetworkView seen = routes.apply(view.barring(words()), source);
                Decision decision = policy.decide(question, seen);
                if (!(decision instanceof Decision.Move move)) {
                    return new Ruling(question, seen, decision, held.or(this::nothingLeft));
                }
                Optional<Objection> flaw = flaw(move, seen);
                Optional<Objection> choice = flaw.or(() -> choice(move, view));
                if (choice.isEmpty() || flaw.isPresent() || choices == CHOICES) {
                    return new Ruling(question, seen, decision, held.or(() -> choice));
                }
                bars.put(move.target(), choice.get());
            }
        }

        /** What a policy that keeps its contract does not answer. */
        private Optional<Objection> flaw(Decision.Move move, NetworkView seen) {
            String policyName = policy.name();
            if (!move.container().equals(source.container())
                    || !move.source().equals(source.host())) {
                return Optional.of(
                        new Objection(
                                Rule.ANSWER,
                                "policy %s moves %s from %s; it was asked about %s on %s"
                                        .formatted(
                                                policyName,
                                                move.container(),
                                                move.source(),
                                                source.container(),
                                                source.host())));
            }
            boolean free =
                    !move.target().equals(source.host())
                            && seen.freeHosts().stream()
                                    .anyMatch(host -> host.id().equals(move.target()));
            return free
                    ? Optional.empty()
                    : Optional.ofNullable(bars.get(move.target()))
                            .or(
                                    () ->
                                            Optional.of(
                                                    new Objection(
                                                            Rule.ANSWER,
                                                            "policy %s names %s, which is no free host"
                                                                    .formatted(
                                                                            policyName,
                                                                            move.target()))));
        }

        private Optional<Objection> choice(Decision.Move move, NetworkView view) {
            return wish == Wish.PERSON
                    ? Optional.empty()
                    : gains.objection(
                            source, move.target(), view, policy.needsSource(), circumstances);
        }

        private Map<HostId, String> words() {
            Map<HostId, String> words = new TreeMap<>();
            bars.forEach((host, why) -> words.put(host, why.toString()));
            return words;
        }

        private Optional<Objection> first(List<Objection> objections) {
            return objections.stream()
                    .filter(each -> wish == Wish.MANAGER || each.rule().bindsPeople())
                    .findFirst();
        }

        /** A stay that is the work of a rule, and not of full hosts alone. */
        private Optional<Objection> nothingLeft() {
            return bars.values().stream()
                    .filter(each -> each.rule() != Rule.CONTAINERS_PER_HOST)
                    .findFirst()
                    .map(
                            why ->
                                    new Objection(
                                            why.rule(),
                                            "no host is left for "
                                                    + source.container()
                                                    + "; for one of them "
                                                    + why.words()));
        }
    }
}
