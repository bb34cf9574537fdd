package io.transship.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Topology;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.StayReason;
import io.transship.core.topology.PathTree;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Routes;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which policy a name means, and that a configuration that can't be used changes none of them. */
class PolicyShelfTest {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");
    private static final DatapathId S1 = new DatapathId(1);
    private static final MoveSource SERVER =
            new MoveSource(new ContainerId("server"), new HostId("h1"));

    @TempDir private Path noJars;
    private final PolicyShelf shelf = new PolicyShelf(event -> {}, Clock.systemUTC());

    @AfterEach
    void close() {
        shelf.close();
    }

    private static ManagerConfig config(String lines) {
        return ConfigLoader.check(
                "test.yaml",
                """
                tls: {authority: ca.pem, certificate: m.pem, key: m.key}
                image: demo
                hosts:
                  - {name: h1, address: 10.0.0.1, daemon: "10.1.0.1:8088"}
                  - {name: h2, address: 10.0.0.2, daemon: "10.1.0.2:8088"}
                """
                        + lines);
    }

    private static ManagerConfig expression(String host) {
        return config(
                "policy: expression\nexpression: {filter: \"host.name == '" + host + "'\"}\n");
    }

    private ManagerConfig ofNobody() {
        return config("policy: mine\npolicyJars: [" + noJars + "]\n");
    }

    /** The server is on h1; h2 and h3 are free. */
    private static Decision decide(Policy policy) {
        List<Host> hosts =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                n ->
                                        new Host(
                                                new HostId("h" + n),
                                                Optional.of(new ConnectPoint(S1, n)),
                                                Optional.of(BitRate.ofMbps(10)),
                                                false,
                                                true))
                        .toList();
        List<PortLoad> loads =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(n -> new ConnectPoint(S1, n))
                        .map(port -> new PortLoad(port, NOW, BitRate.ZERO, BitRate.ZERO))
                        .toList();
        NetworkView view =
                NetworkView.of(
                        NOW,
                        new Topology(Set.of(S1), List.of()),
                        hosts,
                        Placement.of(Map.of(SERVER.container(), SERVER.host())),
                        loads);
        PathTree tree = PathTree.from(view.topology(), new ConnectPoint(S1, 1));
        return policy.decide(
                Evaluation.of(SERVER, 3),
                view.withRoutes(Routes.along(tree, SERVER.host(), view.freeHosts())));
    }

    private static String target(Policy policy) {
        return ((Decision.Move) decide(policy)).target().name();
    }

    @Test
    void everyNameMeansThePolicyOfThatName() {
        shelf.first(config(""));

        assertThat(shelf.names())
                .contains("random", "bandwidth", "shortest-path", "least-loaded", "expression")
                .allSatisfy(name -> assertThat(shelf.policy(name).name()).isEqualTo(name));
        assertThatThrownBy(() -> shelf.policy("fastest"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.POLICY_UNKNOWN))
                .hasMessageContaining("there are bandwidth, expression,");
    }

    @Test
    void aChangedConfigurationIsUsedFromThenOn() {
        assertThat(target(shelf.first(expression("h2")))).isEqualTo("h2");

        assertThat(target(shelf.change(expression("h3")))).isEqualTo("h3");

        assertThat(target(shelf.policy("expression"))).isEqualTo("h3");
    }

    @Test
    void aConfigurationWhosePolicyNobodyHasChangesNothing() {
        shelf.first(expression("h2"));

        assertThatThrownBy(() -> shelf.change(ofNobody()))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.POLICY_UNKNOWN))
                .hasMessageContaining("there is no policy 'mine'");

        assertThat(target(shelf.policy("expression"))).isEqualTo("h2");
    }

    @Test
    void aManagerWhosePolicyNoJarHasStartsAndMovesNothing() {
        Policy absent = shelf.first(ofNobody());

        assertThat(absent.name()).isEqualTo("mine");
        assertThat(decide(absent))
                .isInstanceOfSatisfying(
                        Decision.Stay.class,
                        stay -> {
                            assertThat(stay.reason()).isEqualTo(StayReason.POLICY_FAILED);
                            assertThat(stay.explanation().summary()).contains("'mine'");
                            assertThat(stay.explanation().candidates()).hasSize(2);
                        });
        assertThat(target(shelf.change(expression("h3")))).isEqualTo("h3");
    }
}
