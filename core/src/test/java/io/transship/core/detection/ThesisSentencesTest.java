package io.transship.core.detection;

import static io.transship.core.detection.Traffic.S1;
import static io.transship.core.detection.Traffic.S2;
import static io.transship.core.detection.Traffic.at;
import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.detection.Evidence.PortEvidence;
import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentences of the thesis' chapters 4, 5 and 6.1 as tables: each row begins with its sentence. */
class ThesisSentencesTest {

    private static final Duration PERIOD = Duration.ofSeconds(4);
    private static final Duration CUSTOMIZED = Duration.ofSeconds(1);

    /** Tolerance 0 and window 1: the thesis to the letter. */
    private static final DetectionSettings LITERAL =
            new DetectionSettings(10_000, 400, PERIOD, CUSTOMIZED, Duration.ofSeconds(10), 0, 1);

    private static NetworkView now(Star star, double seconds) {
        NetworkView view = star.view();
        return new NetworkView(
                at(seconds),
                view.topology(),
                view.hosts(),
                view.placement(),
                view.loads(),
                view.routes());
    }

    /** Algorithm 1; s2 has the host that runs the container, s1 has one that does not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    5.4: both the … number and the package difference … exceed | s2 | 10401 | 401 | true
                    5.4: both … exceed the threshold: reaching it is not enough | s2 | 10000 | 401 | false
                    5.4: both … exceed the threshold: reaching it is not enough | s2 | 90000 | 400 | false
                    5.4: difference between current time and last time: none | s2 | 90000 | 0 | false
                    5.4: the set of target … switches with container running | s1 | 90000 | 9000 | false
                    4.1.1: aggregate packet number exceeds the threshold | s2 | 10001 | 9000 | true
                    """)
    void algorithm1(String sentence, String name, long count, long difference, boolean heavy) {
        DatapathId datapath = name.equals("s2") ? S2 : S1;
        Traffic traffic =
                new Traffic().reading(datapath, 0, count - difference).reading(datapath, 4, count);

        Detection detection =
                new ThesisDetector(LITERAL)
                        .step(now(Star.scenario1(), 4), traffic.history(), at(4))
                        .detection();

        assertThat(detection instanceof Detection.Watch).as(sentence).isEqualTo(heavy);
    }

    /** Algorithm 2, the switch: what is read each second of the customized mode. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    5.4: keeping greater than 0, and continuing increase | 500 600 700 800 900 | true
                    5.4: keeping greater than 0: once it is nothing | 500 600 0 800 900 | false
                    5.4: continuing increase: what falls does not | 500 600 599 800 900 | false
                    5.4, algorithm 2: difference great than 0 constantly | 0 0 0 0 0 | false
                    5.4: continuing increase: one difference alone goes nowhere | 500 | false
                    """)
    void algorithm2PicksTheSwitch(String sentence, String differences, boolean found) {
        Traffic traffic = new Traffic().reading(S2, 0, 50_000).differences(S2, 0, PERIOD, 2000);
        Star star = Star.scenario1().load(2, 1, 0.3, 9.7);
        Detector watching =
                new ThesisDetector(LITERAL).step(now(star, 4), traffic.history(), at(4)).next();
        traffic.differences(
                S2,
                4,
                CUSTOMIZED,
                Arrays.stream(differences.split(" ", -1)).mapToLong(Long::parseLong).toArray());

        Detection detection = watching.step(now(star, 14), traffic.history(), at(14)).detection();

        assertThat(detection instanceof Detection.Found).as(sentence).isEqualTo(found);
    }

    /** Algorithm 2, the port: capacity and consumption of the ports of h2, h3 and h4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    5.4: the highest bandwidth with the minimum available bandwidth | 10/9 10/5 10/1 | h2
                    4.3: selected … with the minimum available bandwidth | 10/6 2/1.9 10/1 | h3
                    5.4: the host consumes the highest bandwidth, as little left | 10/8 5/3 4/2 | h2
                    5.4: consuming the highest bandwidth: no capacity known | ?/3 ?/7 ?/5 | h3
                    5.4: consuming the highest bandwidth: unmeasured is not | 10/? 10/? 10/1 | h4
                    """)
    void algorithm2PicksThePort(String sentence, String ports, String host) {
        List<PortEvidence> judged = new ArrayList<>();
        for (String port : ports.split(" ", -1)) {
            int number = judged.size() + 2;
            String[] parts = port.split("/", -1);
            Optional<BitRate> consumption = rate(parts[1]);
            judged.add(
                    new PortEvidence(
                            Star.hostPort(number),
                            new HostId("h" + number),
                            consumption,
                            rate(parts[0]).flatMap(all -> consumption.map(all::minus))));
        }

        assertThat(SourcePort.best(judged).orElseThrow().host())
                .as(sentence)
                .isEqualTo(new HostId(host));
    }

    private static Optional<BitRate> rate(String mbps) {
        return mbps.equals("?")
                ? Optional.empty()
                : Optional.of(BitRate.ofMbps(Double.parseDouble(mbps)));
    }

    /** Who is asked for the source first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    5.3: for random policy, it will directly run the policy executor | random | false
                    5.3: for the bandwidth and shortest path policies | bandwidth | true
                    5.3: for the bandwidth and shortest path policies | shortest-path | true
                    """)
    void whichPolicyNeedsASource(String sentence, String name, boolean needsSource) {
        Policy policy = PolicyCatalog.create(name, PolicySettings.defaults());

        assertThat(policy.needsSource()).as(sentence).isEqualTo(needsSource);
    }

    /** Where to, in the network of scenario 1, while h2's link to s1 is full. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    5.4: it select the one with the maximum available bandwidth | bandwidth | h3
                    6.1.1: MaxMin: of each path the least, of these the most | bandwidth | h3
                    5.4: The one with smallest latency will be selected | shortest-path | h5
                    4.1.2: the … policy … specified in the configuration file | shortest-path | h5
                    """)
    void whereTo(String sentence, String name, String target) {
        NetworkView view = Star.scenario1().load(2, 1, 0.2, 9.6).view();

        Decision decision =
                PolicyCatalog.create(name, PolicySettings.defaults())
                        .decide(Evaluation.of(new MoveSource(SERVER, H2), 1), view);

        assertThat(decision)
                .as(sentence)
                .isInstanceOfSatisfying(
                        Decision.Move.class,
                        move -> assertThat(move.target()).isEqualTo(new HostId(target)));
    }
}
