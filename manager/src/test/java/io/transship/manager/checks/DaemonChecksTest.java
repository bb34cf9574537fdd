package io.transship.manager.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.daemon.testing.MemoryDaemon;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.manager.checks.SideFinding.Side;
import io.transship.manager.checks.SideFinding.Verdict;
import io.transship.manager.daemons.DaemonDirectory;
import io.transship.manager.daemons.DaemonEndpoint;
import io.transship.manager.migration.MigrationRequest;
import io.transship.settings.HostAndPort;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks as the manager asks for them, over real sockets. */
class DaemonChecksTest {

    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");
    private static final MigrationRequest MOVE = MigrationRequest.copy(TwoDaemons.SERVER, H2, H3);

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<HostId> unseen = new HashSet<>();
    private TwoDaemons net;
    private DaemonDirectory directory;
    private DaemonChecks checks;

    @BeforeEach
    void begin() throws Exception {
        net = new TwoDaemons(folder);
        net.start();
        directory =
                new DaemonDirectory(
                        List.of(endpoint("h2", net.h2()), endpoint("h3", net.h3())),
                        net.authority().files("manager"),
                        threads,
                        (_, _) -> {});
        checks = new DaemonChecks(directory, this::locate, Clock.systemUTC());
    }

    @AfterEach
    void end() {
        directory.close();
        net.close();
        threads.shutdownNow();
    }

    private static DaemonEndpoint endpoint(String host, MemoryDaemon daemon) {
        return new DaemonEndpoint(
                new HostId(host),
                new IpAddress("10.0.0.9"),
                new HostAndPort("127.0.0.1", daemon.controlPort()));
    }

    private Optional<ConnectPoint> locate(HostId host) {
        return unseen.contains(host)
                ? Optional.empty()
                : Optional.of(new ConnectPoint(new DatapathId(1), 1));
    }

    private List<SideFinding> move() {
        return checks.move(TwoDaemons.SERVER, H2, H3, MigrationMode.COPY);
    }

    private static FailureCode code(SideFinding finding) {
        return Objects.requireNonNull(finding.failure()).code();
    }

    @Test
    void bothSidesAndTheManagerAreHeard() {
        assertThat(move())
                .allMatch(each -> each.verdict() == Verdict.OK)
                .extracting(SideFinding::side)
                .contains(Side.SOURCE, Side.TARGET, Side.MANAGER);
        assertThat(move()).extracting(SideFinding::subject).contains("clocks", "network of h3");
    }

    @Test
    void whatHindersAtTheTargetRefusesTheMoveAndTouchesNothing() {
        net.h3().host().failing("check", FailureCode.MEMORY_SHORT);

        assertThatThrownBy(() -> new CheckedAdmission(checks).admit(MOVE))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.MEMORY_SHORT));
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void aDaemonThatDoesNotAnswerIsAFinding() {
        net.h3().close();

        assertThat(move())
                .filteredOn(each -> each.side() == Side.TARGET)
                .singleElement()
                .satisfies(each -> assertThat(code(each)).isEqualTo(FailureCode.PEER_UNREACHABLE));
        net.h3().start();
    }

    @Test
    void aHostThatNoSwitchHasSeenIsAFinding() {
        unseen.add(H3);

        assertThat(checks.host(H3))
                .filteredOn(each -> each.verdict() == Verdict.FAILURE)
                .singleElement()
                .satisfies(
                        each -> assertThat(code(each)).isEqualTo(FailureCode.NETWORK_UNAVAILABLE));
    }
}
