package io.transship.manager.policy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Topology;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Score;
import io.transship.core.policy.StayReason;
import io.transship.core.topology.PathTree;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExpressionPolicyTest {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");
    private static final ContainerId SERVER = new ContainerId("server-1");
    private static final DatapathId S1 = new DatapathId(1);

    /** One switch; h1 runs the container; h2 is busier than h3; nobody knows how busy h4 is. */
    private static NetworkView view() {
        List<Host> hosts = new ArrayList<>();
        List<PortLoad> loads = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            ConnectPoint at = new ConnectPoint(S1, n);
            ByteCount total = ByteCount.ofMiB(1000);
            HostLoad load = new HostLoad(4, 1.0 / n, total, ByteCount.ofMiB(100L * n));
            hosts.add(
                    new Host(
                            new HostId("h" + n),
                            Optional.of(at),
                            Optional.of(BitRate.ofMbps(10)),
                            false,
                            true,
                            n == 4 ? Optional.empty() : Optional.of(load)));
            loads.add(new PortLoad(at, NOW, BitRate.ZERO, BitRate.ofMbps(n)));
        }
        NetworkView view =
                NetworkView.of(
                        NOW,
                        new Topology(Set.of(S1), List.of()),
                        hosts,
                        Placement.of(Map.of(SERVER, new HostId("h1"))),
                        loads);
        PathTree tree = PathTree.from(view.topology(), new ConnectPoint(S1, 1));
        return view.withRoutes(Routes.along(tree, new HostId("h1"), view.freeHosts()))
                .withFacts(
                        Map.of(
                                SERVER,
                                new ContainerFacts(
                                        NOW,
                                        ByteCount.ofMiB(64),
                                        Optional.empty(),
                                        ByteCount.ofMiB(2))));
    }

    private static Decision decide(String filter, String score) {
        return new ExpressionPolicy(filter, score)
                .decide(Evaluation.of(new MoveSource(SERVER, new HostId("h1")), 3), view());
    }

    private static String target(String filter, String score) {
        return ((Decision.Move) decide(filter, score)).target().name();
    }

    private static Candidate candidate(Decision decision, String host) {
        return decision.explanation().candidates().stream()
                .filter(each -> each.host().name().equals(host))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true ; path.residual_mbps ; h2",
                "true ; -path.residual_mbps ; h4",
                "host.cores > 0 ; host.cpu_busy * -100.0 ; h3",
                "path.residual_mbps < 8 ; path.residual_mbps ; h3",
                "host.name.startsWith('h') && host.name != 'h2' ; path.residual_mbps ; h3",
                "host.memory_available_mib > 4.0 * container.memory_mib ; path.links ; h3",
                "path.residual_mbps < 6.5 || host.cpu_busy > 10.0 ; 1 ; h4"
            })
    void theLargestScoreThatPassesTheFilterWins(String filter, String score, String target) {
        assertThat(target(filter, score)).isEqualTo(target);
    }

    @Test
    void everyHostIsExplained() {
        Decision decision = decide("host.cpu_busy < 0.4", "path.residual_mbps");

        assertThat(candidate(decision, "h3").score()).contains(Score.points(7));
        assertThat(candidate(decision, "h2"))
                .isEqualTo(Candidate.notOffered(new HostId("h2"), "does not pass the filter"));
        assertThat(candidate(decision, "h4").reason())
                .isEqualTo("the filter can't be told: host.cpu_busy is not known");
        assertThat(decision.explanation().candidates()).hasSize(3);
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        Decision decision = decide("true", "container.dirty_mib_per_s");

        assertThat(((Decision.Stay) decision).reason()).isEqualTo(StayReason.NO_SUITABLE_HOST);
        assertThat(candidate(decision, "h2").reason())
                .isEqualTo("the score can't be told: container.dirty_mib_per_s is not known");
    }

    @Test
    void aScoreThatIsNoNumberRejectsTheCandidate() {
        Decision decision = decide("true", "(path.residual_mbps - 8.0) / 0.0");

        assertThat(candidate(decision, "h2").reason()).startsWith("its score is not a number: NaN");
        assertThat(candidate(decision, "h3").reason())
                .startsWith("its score is not a number: -Infinity");
    }

    @Test
    void anErrorRejectsTheCandidate() {
        Decision decision = decide("true", "10 / (path.links - path.links)");

        assertThat(candidate(decision, "h2").reason()).contains("can't be told").contains("zero");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path.residual > 5.0 | 1 | 1 | there is no 'path.residual'",
                "true && host.cpu_bsy < 0.5 | 1 | 9 | no 'host.cpu_bsy'; did you mean 'host.cpu_busy'?",
                "weather | 1 | 1 | there is no 'weather'; known: container.dirty_mib_per_s,",
                "lower(host.name) | 1 | 6 | undeclared reference to 'lower'",
                "true && host.cpu_busy | 1 | 6 | found no matching overload for '_&&_'",
                "host.cpu_busy + 1 > 2.0 | 1 | 15 | found no matching overload for '_+_'",
                "host.cpu_busy < | 1 | 16 | mismatched input",
                "path.links | 1 | 1 | gives int, not bool",
                "[1, 2].exists(x, x > 1) | 1 | 1 | "
            })
    void whatIsWrongIsSaidWithItsPlace(String text, int line, int column, String message) {
        List<ExpressionProblem> problems = ExpressionPolicy.problemsOfFilter(text);

        assertThat(problems).isNotEmpty();
        if (message != null) {
            assertThat(problems.getFirst().message()).contains(message);
            assertThat(problems.getFirst().line()).isEqualTo(line);
            assertThat(problems.getFirst().column()).isEqualTo(column);
        }
    }

    @Test
    void anExpressionThatIsTooLongOrTooDeepIsRefused() {
        assertThat(ExpressionPolicy.problemsOfScore("1+".repeat(3000) + "1")).isNotEmpty();
        assertThat(ExpressionPolicy.problemsOfScore("(".repeat(200) + "1" + ")".repeat(200)))
                .isNotEmpty();
        assertThat(ExpressionPolicy.problemsOfScore("path.residual_mbps")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Variable.class)
    void everyVariableIsInTheDocument(Variable variable) throws Exception {
        assertThat(Files.readString(Path.of("..", "docs", "policies", "expression.md")))
                .contains("`" + variable.text() + "` | " + variable.type().name());
    }
}
