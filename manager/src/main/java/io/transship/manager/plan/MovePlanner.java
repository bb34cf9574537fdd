package io.transship.manager.plan;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.core.prediction.AutoMode;
import io.transship.core.prediction.AutoMode.Verdict;
import io.transship.core.prediction.Conditions;
import io.transship.core.prediction.CostLearner;
import io.transship.core.prediction.Costs;
import io.transship.core.prediction.Forecast;
import io.transship.core.prediction.PastMove;
import io.transship.core.prediction.Predictor;
import io.transship.manager.daemons.CargoMeter;
import io.transship.manager.daemons.CargoMeter.MeasuredCargo;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.store.PastMoves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Plans moves: what each mode would cost now, and which one it is to be. Thread-safe. */
public final class MovePlanner {

    private static final Duration WATCH = Duration.ofMillis(500);
    private static final int MOVES_TO_LEARN_FROM = 20;

    private final Supplier<List<DaemonStatus>> hosts;
    private final CargoMeter meter;
    private final PathRooms rooms;
    private final PastMoves past;
    private final PlanSettings settings;

    /**
     * A planner.
     *
     * @param hosts the daemons as they answered last
     */
    public MovePlanner(
            Supplier<List<DaemonStatus>> hosts,
            CargoMeter meter,
            PathRooms rooms,
            PastMoves past,
            PlanSettings settings) {
        this.hosts = hosts;
        this.meter = meter;
        this.rooms = rooms;
        this.past = past;
        this.settings = settings;
    }

    /**
     * The plan for people: looks at everything that can be looked at.
     *
     * @throws TransshipException if a daemon does not answer
     */
    public MovePlan plan(MigrationRequest request) {
        return plan(request, WATCH);
    }

    /**
     * The plan of a move that begins now: memory is only watched where a mode that may be taken
     * depends on it.
     *
     * @throws TransshipException if a daemon does not answer; UNSUPPORTED: the mode is not offered
     */
    public MovePlan planToMove(MigrationRequest request) {
        demandKnown(request.source());
        demandKnown(request.target());
        Map<MigrationMode, String> lacking = lacking(request);
        if (lacking.containsKey(request.mode())) {
            throw unsupported(request, lacking);
        }
        boolean matters =
                !lacking.containsKey(MigrationMode.PRE_COPY)
                        && (request.mode() == MigrationMode.AUTO
                                || request.mode() == MigrationMode.PRE_COPY);
        MovePlan plan = plan(request, matters ? WATCH : Duration.ZERO);
        if (plan.mode().isEmpty()) {
            throw unsupported(request, plan.lacking());
        }
        return plan;
    }

    private static TransshipException unsupported(
            MigrationRequest request, Map<MigrationMode, String> lacking) {
        MigrationMode wanted =
                request.mode() == MigrationMode.AUTO ? MigrationMode.COPY : request.mode();
        return new TransshipException(
                FailureCode.UNSUPPORTED,
                "mode %s can't be taken from %s to %s: %s."
                        .formatted(
                                request.mode(),
                                request.source(),
                                request.target(),
                                lacking.getOrDefault(wanted, "no mode is offered")));
    }

    private MovePlan plan(MigrationRequest request, Duration watch) {
        HostId source = request.source();
        HostId target = request.target();
        demandKnown(source);
        demandKnown(target);
        Map<MigrationMode, String> lacking = lacking(request);
        MeasuredCargo cargo = meter.measure(request.container(), source, target, watch);
        PathRoom path = rooms.between(source, target);
        String engine = engine(source);
        List<PastMove> moves = past.last(engine, MOVES_TO_LEARN_FROM);
        Costs costs = CostLearner.learn(Costs.START, moves);
        Optional<BitRate> expected =
                settings.sending()
                        .expected(path.room(), CostLearner.lastRate(moves), costs.transfer())
                        .map(rate -> CostLearner.likely(rate, moves));
        List<Forecast> forecasts =
                new Predictor(
                                cargo.cargo(),
                                new Conditions(expected, costs, CostLearner.sentShare(moves)))
                        .all();
        AutoMode.Choice choice = settings.auto().choose(forecasts, lacking);
        Optional<MigrationMode> mode = mode(request.mode(), choice, lacking);
        MovePlan plan =
                new MovePlan(
                        request,
                        engine,
                        cargo,
                        path,
                        settings.sending().bound(path.room()),
                        expected,
                        forecasts,
                        lacking,
                        verdicts(request.mode(), choice, lacking),
                        mode,
                        List.of());
        return PlanWarnings.addedTo(plan, settings);
    }

    private void demandKnown(HostId host) {
        hosts.get().stream()
                .filter(status -> status.host().equals(host) && !status.reachable())
                .filter(status -> status.abilities().isEmpty())
                .findFirst()
                .ifPresent(
                        status -> {
                            throw new TransshipException(
                                    FailureCode.PEER_UNREACHABLE,
                                    "the daemon of %s has not answered yet: %s."
                                            .formatted(host, status.problem()));
                        });
    }

    private Map<MigrationMode, String> lacking(MigrationRequest request) {
        return OfferedModes.lacking(request.source(), request.target(), hosts.get());
    }

    private static Optional<MigrationMode> mode(
            MigrationMode asked, AutoMode.Choice choice, Map<MigrationMode, String> lacking) {
        return asked == MigrationMode.AUTO
                ? choice.mode()
                : Optional.of(asked).filter(mode -> !lacking.containsKey(mode));
    }

    private static List<Verdict> verdicts(
            MigrationMode asked, AutoMode.Choice choice, Map<MigrationMode, String> lacking) {
        return asked == MigrationMode.AUTO
                ? choice.verdicts()
                : choice.verdicts().stream().map(each -> ordered(each, asked, lacking)).toList();
    }

    private static Verdict ordered(
            Verdict each, MigrationMode asked, Map<MigrationMode, String> lacking) {
        if (each.mode() == asked) {
            boolean offered = !lacking.containsKey(asked);
            return new Verdict(asked, offered, offered ? "is what was asked for" : each.reason());
        }
        return new Verdict(
                each.mode(),
                false,
                each.chosen() ? "auto would pick it: " + each.reason() : each.reason());
    }

    private String engine(HostId host) {
        return hosts.get().stream()
                .filter(status -> status.host().equals(host))
                .map(status -> status.engine().split(" ", 2)[0])
                .findFirst()
                .orElse("");
    }
}
