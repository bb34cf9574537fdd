package io.transship.manager.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.prediction.AutoMode;
import io.transship.core.prediction.Cargo;
import io.transship.core.prediction.OwnTraffic;
import io.transship.core.prediction.PastMove;
import io.transship.core.prediction.Prediction;
import io.transship.core.prediction.SendingRate;
import io.transship.core.view.Placement;
import io.transship.manager.daemons.CargoMeter;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.decision.FiveHosts;
import io.transship.manager.decision.HostDirectory;
import io.transship.manager.decision.ViewAssembler;
import io.transship.manager.measurement.FakeController;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.SendingBound;
import io.transship.manager.schedule.HandDrivenTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plans over the network of the thesis: h2 to h3 takes the links s2–s1 and s1–s3, 10 Mbit/s. */
class MovePlannerTest {

    private static final ContainerId SERVER = new ContainerId("server");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");

    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2017-09-25T15:41:47Z"));
    private final FakeController sdn = new FakeController(time);
    private final Duration second = Duration.ofSeconds(1);
    private final LoadBoard board =
            new LoadBoard(new MeasurementSettings(second, second, second, second));
    private final List<PastMove> past = new ArrayList<>();
    private final List<Duration> watched = new ArrayList<>();
    private List<String> abilities = List.of("mode:copy", "mode:page-server");
    private String engine = "docker 26.1";
    private boolean reachable = true;
    private List<String> network = List.of();
    private int containersOnH2 = 1;

    @Test
    void aMeasuredPathMakesThePrediction() {
        sdn.sends(FakeController.port(2, 1), 4);
        measure();

        MovePlan plan = planner().plan(order(MigrationMode.AUTO));

        assertThat(plan.path().room())
                .contains(new SendingRate.Room(BitRate.ofMbps(6), BitRate.ofMbps(10)));
        assertThat(plan.bound()).isEqualTo(BitRate.ofMbps(5.4));
        assertThat(plan.expected()).contains(BitRate.ofMbps(5.4));
        // 1 MiB at 5.4 Mbit/s takes 1553 ms; the rest are the starting values.
        assertThat(plan.prediction().map(Prediction::downtime).map(Duration::toMillis))
                .hasValueSatisfying(millis -> assertThat(millis).isBetween(1690L, 1710L));
        assertThat(plan.mode()).contains(MigrationMode.PAGE_SERVER);
        assertThat(plan.warnings()).containsExactly("the downtime is over maxDowntime, 500 ms");
        assertThat(watched).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void whileItIsFrozenAContainerThatIsAloneLeavesItsHostsLinkFree() {
        sdn.sends(FakeController.hostPort(2), 7);
        measure();
        PathRooms rooms = rooms();
        SendingRate.Room busy = new SendingRate.Room(BitRate.ofMbps(3), BitRate.ofMbps(10));
        SendingRate.Room free = new SendingRate.Room(BitRate.ofMbps(10), BitRate.ofMbps(10));

        assertThat(rooms.between(H2, H3).room()).contains(received() ? busy : free);
        assertThat(rooms.between(H2, H3, OwnTraffic.NONE, true).room()).contains(free);
        containersOnH2 = 2;
        assertThat(rooms.between(H2, H3, OwnTraffic.NONE, true).room())
                .contains(received() ? busy : free);
    }

    @Test
    void whatAMoveSendsItselfLeavesItsBoundAsItIs() {
        PathBound bound = new PathBound(rooms(), new SendingRate(BitRate.ZERO, 0.9));
        OwnTraffic own = OwnTraffic.NONE.with(time.instant(), 0);
        sdn.sends(FakeController.port(2, 1), 6);
        measure();
        OwnTraffic halfOfIt = own.with(time.instant(), Math.round(2 * 3e6 / 8 * 0.94));

        assertThat(bound.now(sending(OwnTraffic.NONE)).mbps()).isEqualTo(3.6);
        assertThat(bound.now(sending(halfOfIt)).mbps()).isCloseTo(6.3, within(0.01));
        time.pass(second.multipliedBy(10));
        assertThat(bound.now(sending(halfOfIt)))
                .as("loads that are not known any more")
                .isEqualTo(BitRate.ofMbps(7));
    }

    private static SendingBound.Sending sending(OwnTraffic own) {
        return new SendingBound.Sending(H2, H3, false, own, BitRate.ofMbps(7));
    }

    /** Whether the port's load counts in the direction of travel: what the host sends. */
    private boolean received() {
        return board.loads(time.instant()).stream()
                .filter(load -> load.port().equals(FakeController.hostPort(2)))
                .anyMatch(load -> load.rx().bps() > 0);
    }

    @Test
    void withoutMeasurementTheLastTransferTells() {
        assertThat(planner().plan(order(MigrationMode.AUTO)).prediction()).isEmpty();

        past.add(move(ByteCount.ofMiB(10), Duration.ofSeconds(10)));
        MovePlan plan = planner().plan(order(MigrationMode.COPY));

        assertThat(plan.path().room()).isEmpty();
        assertThat(plan.expected()).contains(new BitRate(8 << 20));
        assertThat(plan.prediction()).isPresent();
        assertThat(plan.warnings())
                .anySatisfy(each -> assertThat(each).contains("the rate of the last transfer"));
    }

    @Test
    void aModeThatASideLacksIsRefusedWithTheReason() {
        measure();
        MigrationRequest order = order(MigrationMode.POST_COPY);

        assertThat(planner().plan(order).mode()).isEmpty();
        assertThatThrownBy(() -> planner().planToMove(order))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.UNSUPPORTED))
                .hasMessage(
                        "mode post-copy can't be taken from h2 to h3: h2 and h3 do not offer it:"
                                + " needs CRIU's lazy pages (userfaultfd).");
    }

    @Test
    void whereOnlyCopyIsOfferedAutoIsCopy() {
        abilities = List.of("mode:copy");

        assertThat(planner().planToMove(order(MigrationMode.AUTO)).mode())
                .contains(MigrationMode.COPY);
        assertThat(watched).containsExactly(Duration.ZERO);
    }

    @Test
    void theMemoryOfAMoveIsWatchedOnlyForPreCopy() {
        abilities = List.of("mode:copy", "mode:pre-copy");
        measure();

        planner().planToMove(order(MigrationMode.COPY));
        planner().planToMove(order(MigrationMode.AUTO));

        assertThat(watched).containsExactly(Duration.ZERO, Duration.ofMillis(500));
    }

    @Test
    void whatIsRiskyIsSaid() {
        abilities = List.of("mode:copy", "mode:post-copy", "mode:leave-running");
        measure();

        assertThat(planner().plan(order(MigrationMode.POST_COPY)).warnings())
                .anySatisfy(each -> assertThat(each).contains("both hosts are needed"));
        assertThat(planner().plan(order(MigrationMode.LEAVE_RUNNING)).warnings())
                .anySatisfy(each -> assertThat(each).contains("after its dump is lost"));
        assertThat(planner().plan(order(MigrationMode.COPY)).verdicts())
                .filteredOn(AutoMode.Verdict::chosen)
                .extracting(AutoMode.Verdict::reason)
                .containsExactly("is what was asked for");
    }

    @Test
    void whatItCostsToGoWithoutOurOciRuntimeIsSaid() {
        abilities = List.of("mode:copy");
        engine = "docker-stock 26.1";
        measure();

        assertThat(planner().plan(order(MigrationMode.COPY)).warnings())
                .anySatisfy(each -> assertThat(each).contains("h2", "Docker's own checkpoints"));
        assertThatThrownBy(() -> planner().planToMove(order(MigrationMode.PAGE_SERVER)))
                .hasMessageContaining("mode page-server can't be taken");
    }

    @Test
    void aDaemonThatHasNeverAnsweredIsNamed() {
        reachable = false;
        abilities = List.of();

        assertThatThrownBy(() -> planner().planToMove(order(MigrationMode.AUTO)))
                .isInstanceOf(TransshipException.class)
                .hasMessageContaining("the daemon of h2 has not answered yet");
    }

    @Test
    void whatTheControllerLacksIsSaidOfEveryMove() {
        network = List.of("frames can't be held");

        assertThat(planner().plan(order(MigrationMode.COPY)).warnings())
                .contains("frames can't be held");
    }

    private MovePlanner planner() {
        CargoMeter meter =
                (container, source, target, watch) -> {
                    watched.add(watch);
                    return new CargoMeter.MeasuredCargo(
                            new Cargo(
                                    ByteCount.ofMiB(1),
                                    Optional.of(ByteCount.ZERO),
                                    ByteCount.ZERO,
                                    ByteCount.ZERO,
                                    ByteCount.ZERO),
                            "soft-dirty");
                };
        return new MovePlanner(
                this::statuses,
                meter,
                rooms(),
                (engine, count) -> past,
                new PlanSettings(
                        new AutoMode(true, Duration.ofMillis(500)),
                        new SendingRate(BitRate.ZERO, 0.9),
                        network));
    }

    private List<DaemonStatus> statuses() {
        return Stream.of(H2, H3)
                .map(
                        host ->
                                new DaemonStatus(
                                        host,
                                        reachable,
                                        abilities,
                                        engine,
                                        Optional.empty(),
                                        "not asked"))
                .toList();
    }

    private PathRooms rooms() {
        return new PathRooms(
                new ViewAssembler(sdn, board, FiveHosts.configured(), new Directory()),
                time,
                second);
    }

    private final class Directory implements HostDirectory {

        @Override
        public Set<HostId> reachable() {
            return Set.of(H2, H3);
        }

        @Override
        public Placement placement() {
            return Placement.of(
                    containersOnH2 == 1
                            ? Map.of(SERVER, H2)
                            : Map.of(SERVER, H2, new ContainerId("other"), H2));
        }
    }

    /** Two samples of each port, a second apart. */
    private void measure() {
        for (int round = 0; round < 2; round++) {
            for (int n = 1; n <= 5; n++) {
                sdn.ports(new DatapathId(n)).forEach(board::add);
            }
            time.pass(second);
        }
    }

    private static MigrationRequest order(MigrationMode mode) {
        return new MigrationRequest(SERVER, H2, H3, mode);
    }

    private static PastMove move(ByteCount state, Duration transfer) {
        return new PastMove(
                MigrationMode.COPY,
                state,
                state,
                Duration.ZERO,
                Duration.ZERO,
                transfer,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());
    }
}
