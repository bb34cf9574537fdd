package io.transship.core.policy.predictedcost;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.core.policy.Contest;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Judgement;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.Score;
import io.transship.core.prediction.Cargo;
import io.transship.core.prediction.Conditions;
import io.transship.core.prediction.Prediction;
import io.transship.core.prediction.Predictor;
import io.transship.core.prediction.SendingRate;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.NetworkView;
import java.util.Locale;
import java.util.Optional;

/**
 * Moves the container where the move itself costs least: {@code predicted downtime + bytes sent ÷
 * capacity of the most loaded link of the path × that link's load ÷ its capacity}, in ms. The
 * second term is the time for which the move takes that link, weighed by how much of it others use.
 *
 * <p>Loads are those expected soon. A path with an unmeasured link is not offered. The container is
 * as its daemon measured it last; one that never was is taken to be small, which is said.
 */
public final class PredictedCostPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "predicted-cost";

    /** Taken for the memory of a container that has never been measured. */
    static final ByteCount SMALL = ByteCount.ofMiB(64);

    private static final Contest CONTEST = new Contest(NAME, Contest.Order.LEAST_WINS);

    private final MovingSettings settings;

    /** A policy for moves of that kind. */
    public PredictedCostPolicy(MovingSettings settings) {
        this.settings = settings;
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
        return CONTEST.decide(
                evaluation, view, host -> judge(evaluation.source().orElseThrow(), host, view));
    }

    private Judgement judge(MoveSource source, HostId target, NetworkView view) {
        ExpectedPath path = new ExpectedPath(source.host(), target, view);
        if (path.unknown().isPresent()) {
            return new Judgement.Refused(path.unknown().get());
        }
        ExpectedPath.Hop narrowest = path.narrowest();
        Optional<BitRate> rate =
                settings.sending()
                        .expected(
                                Optional.of(
                                        new SendingRate.Room(
                                                narrowest.left(), narrowest.capacity())),
                                Optional.empty(),
                                settings.costs().transfer());
        Optional<ContainerFacts> facts = view.facts(source.container());
        Optional<Prediction> prediction =
                prediction(new Predictor(cargo(facts), new Conditions(rate, settings.costs(), 1)));
        if (prediction.isEmpty()) {
            return new Judgement.Refused("nothing can be sent over the " + narrowest.name());
        }
        double downtime = prediction.get().downtime().toNanos() / 1e6;
        ExpectedPath.Hop busiest = path.busiest();
        double taken = prediction.get().bytes().bytes() * 8e3 / busiest.capacity().bps();
        String detail =
                String.format(
                        Locale.ROOT,
                        "%.0f ms of downtime at %s, and %.0f ms of the %s, %.0f %% busy%s",
                        downtime,
                        rate.orElseThrow(),
                        taken,
                        busiest.name(),
                        busiest.busy() * 100,
                        facts.isPresent()
                                ? ""
                                : "; its memory is not known, " + SMALL + " assumed");
        return new Judgement.Scored(new Score(downtime + taken * busiest.busy(), "ms"), detail);
    }

    /** Pre-copy needs to know how fast memory changes; where that is not known a copy is made. */
    private Optional<Prediction> prediction(Predictor predictor) {
        return Optional.of(settings.mode())
                .filter(mode -> mode != MigrationMode.AUTO)
                .flatMap(mode -> predictor.forecast(mode).prediction())
                .or(() -> predictor.forecast(MigrationMode.COPY).prediction());
    }

    private static Cargo cargo(Optional<ContainerFacts> facts) {
        return new Cargo(
                facts.map(ContainerFacts::memory).orElse(SMALL),
                facts.flatMap(ContainerFacts::dirtyPerSecond),
                facts.map(ContainerFacts::layer).orElse(ByteCount.ZERO),
                ByteCount.ZERO,
                ByteCount.ZERO);
    }
}
