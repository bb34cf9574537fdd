package io.transship.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.limits.Deliberation.Wish;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loudest complaint about every rebalancer is containers thrown to and fro. Here ten thousand
 * decisions are made on noisy loads, which follow the containers, and what moves is counted.
 */
class ThrashTest {

    private static final int DECISIONS = 10_000;
    private static final int IN_TREE = 2_000;
    private static final Duration PERIOD = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2018-05-01T12:00:00Z");

    /** Wants to move whatever it is asked about, always to the first host but its own. */
    private static final Policy RESTLESS =
            new Policy() {
                @Override
                public String name() {
                    return "restless";
                }

                @Override
                public boolean needsSource() {
                    return false;
                }

                @Override
                public Decision decide(Evaluation evaluation, NetworkView view) {
                    MoveSource source =
                            evaluation.source().orElseGet(() -> drawn(view, evaluation.random()));
                    Explanation why =
                            new Explanation("restless", evaluation.seed(), "Go!", List.of());
                    return view.freeHosts().stream()
                            .map(Host::id)
                            .<Decision>map(
                                    host ->
                                            new Decision.Move(
                                                    source.container(), source.host(), host, why))
                            .findFirst()
                            .orElseGet(
                                    () ->
                                            new Decision.Move(
                                                    source.container(),
                                                    source.host(),
                                                    otherThan(source.host(), view),
                                                    why));
                }
            };

    private static MoveSource drawn(NetworkView view, RandomGenerator random) {
        List<ContainerId> all = List.copyOf(view.placement().hosts().keySet());
        ContainerId container = all.get(random.nextInt(all.size()));
        return new MoveSource(container, view.placement().hostOf(container).orElseThrow());
    }

    private static HostId otherThan(HostId host, NetworkView view) {
        return view.hosts().keySet().stream()
                .filter(each -> !each.equals(host))
                .findFirst()
                .orElseThrow();
    }

    static List<String> policies() {
        return List.copyOf(PolicyCatalog.names());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void noBuiltInPolicyThrowsAContainerToAndFro(String name) {
        Policy policy = PolicyCatalog.create(name, PolicySettings.defaults());

        Run star = new Run(SimulatedNetwork.star(), MoveLimits.defaults(), 7);
        star.decide(policy, DECISIONS - IN_TREE);
        Run tree = new Run(SimulatedNetwork.fatTree(4), MoveLimits.defaults(), 8);
        tree.decide(policy, IN_TREE);

        assertThat(star.pingPongs() + tree.pingPongs()).isZero();
        assertThat(star.moves.size() + tree.moves.size())
                .as("the network is loaded: something moves")
                .isPositive();
    }

    @Test
    void withoutTheRulesTheSameNetworkThrashes() {
        Run star = new Run(SimulatedNetwork.star(), MoveLimits.safetyOnly(), 7);
        star.decide(PolicyCatalog.create("bandwidth", PolicySettings.defaults()), 1000);

        assertThat(star.pingPongs()).as("else the test above shows nothing").isGreaterThan(50);
    }

    /** docs/limits.md, "How much can move at all". */
    @Test
    void aPolicyThatAlwaysWantsToMoveIsHeldToTheBound() {
        MoveLimits limits = MoveLimits.defaults();
        Run star = new Run(SimulatedNetwork.star(), limits, 7);
        star.decide(RESTLESS, 2000);

        Duration time = PERIOD.multipliedBy(2000);
        long windows = time.dividedBy(limits.cycleWindow()) + 1;
        long byCycles = windows * star.containers() * (star.targets() - 1L);
        long byRate = (time.toHours() + 1) * limits.movesPerHour();
        assertThat(star.moves).hasSizeBetween(1, (int) Math.min(byCycles, byRate));
        assertThat(star.pingPongs()).isZero();
        assertThat(star.mostBegunWithinAnHour()).isLessThanOrEqualTo(limits.movesPerHour());
    }

    @Test
    void theRateHoldsWhereNothingElseDoes() {
        MoveLimits rate =
                new MoveLimits(
                        Duration.ZERO, 1, 1, 5, 1, 0, 9, Duration.ZERO, Duration.ZERO, 0, Set.of());
        Run star = new Run(SimulatedNetwork.star(), rate, 7);
        star.decide(RESTLESS, 1000);

        assertThat(star.mostBegunWithinAnHour()).isEqualTo(5);
    }

    @Test
    void theSameSeedGivesTheSameMoves() {
        Policy policy = PolicyCatalog.create("random", PolicySettings.defaults());
        Run first = new Run(SimulatedNetwork.fatTree(4), MoveLimits.defaults(), 3);
        Run second = new Run(SimulatedNetwork.fatTree(4), MoveLimits.defaults(), 3);
        first.decide(policy, 200);
        second.decide(policy, 200);

        assertThat(first.moves).isEqualTo(second.moves);
    }

    /** A manager in fast motion: a decision a minute, a move takes ten seconds. */
    private static final class Run {

        private final SimulatedNetwork network;
        private final MoveLimits limits;
        private final RandomGenerator random;
        private final List<MadeMove> moves = new java.util.ArrayList<>();
        private MoveHistory history = MoveHistory.empty();

        Run(SimulatedNetwork network, MoveLimits limits, long seed) {
            this.network = network;
            this.limits = limits;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        }

        int containers() {
            return network.placement().hosts().size();
        }

        long targets() {
            return network.hosts().stream().filter(host -> !host.reserved()).count();
        }

        void decide(Policy policy, int count) {
            Deliberation deliberation = new Deliberation(limits, network::withRoutes);
            for (int i = 1; i <= count; i++) {
                Instant now = START.plus(PERIOD.multipliedBy(i));
                NetworkView view = network.view(now, random);
                Optional<MoveSource> source =
                        policy.needsSource() ? network.mostCrowded(view) : Optional.empty();
                Evaluation question = new Evaluation(source, random.nextLong(1L << 53));
                Ruling ruling =
                        deliberation.on(
                                policy,
                                question,
                                view,
                                Circumstances.of(history, now),
                                Wish.MANAGER);
                if (ruling.objection().isEmpty()
                        && ruling.decision() instanceof Decision.Move move) {
                    carryOut(move, now);
                }
            }
        }

        private void carryOut(Decision.Move move, Instant now) {
            Instant end = now.plusSeconds(10);
            network.move(move.container(), move.target());
            moves.add(
                    new MadeMove(
                            move.container(),
                            move.source(),
                            move.target(),
                            now,
                            Optional.of(end),
                            true));
            history =
                    history.since(now.minus(MoveHistory.horizon(limits)))
                            .begun(move.container(), move.source(), move.target(), now)
                            .ended(move.container(), true, end);
        }

        /** Returns of a container within the window, and exchanges of two, by the plain list. */
        long pingPongs() {
            Duration window = MoveLimits.defaults().cycleWindow();
            Map<ContainerId, Map<HostId, Instant>> left = new HashMap<>();
            long count = 0;
            for (MadeMove move : moves) {
                Map<HostId, Instant> own =
                        left.computeIfAbsent(move.container(), none -> new HashMap<>());
                Instant before = own.get(move.target());
                if (before != null && before.plus(window).isAfter(move.began())) {
                    count++;
                }
                own.put(move.source(), move.last());
            }
            return count + exchanges(window);
        }

        private long exchanges(Duration window) {
            long count = 0;
            for (int i = 0; i < moves.size(); i++) {
                MadeMove move = moves.get(i);
                for (int j = i - 1;
                        j >= 0 && moves.get(j).last().plus(window).isAfter(move.began());
                        j--) {
                    MadeMove other = moves.get(j);
                    if (!other.container().equals(move.container())
                            && other.source().equals(move.target())
                            && other.target().equals(move.source())) {
                        count++;
                    }
                }
            }
            return count;
        }

        int mostBegunWithinAnHour() {
            int most = 0;
            for (int i = 0; i < moves.size(); i++) {
                Instant begin = moves.get(i).began();
                int within = 0;
                for (int j = i;
                        j < moves.size()
                                && moves.get(j).began().isBefore(begin.plus(Duration.ofHours(1)));
                        j++) {
                    within++;
                }
                most = Math.max(most, within);
            }
            return most;
        }
    }
}
