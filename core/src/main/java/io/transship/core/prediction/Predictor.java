package io.transship.core.prediction;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Predicts each mode from what has to be carried and under what; formulas in docs/plan.md. */
public final class Predictor {

    private final Cargo cargo;
    private final Conditions conditions;
    private final Costs costs;

    /** A predictor of one move. */
    public Predictor(Cargo cargo, Conditions conditions) {
        this.cargo = cargo;
        this.conditions = conditions;
        this.costs = conditions.costs();
    }

    /** Every mode but {@code auto}. */
    public List<Forecast> all() {
        return Arrays.stream(MigrationMode.values())
                .filter(mode -> mode != MigrationMode.AUTO)
                .map(this::forecast)
                .toList();
    }

    /** One mode. */
    public Forecast forecast(MigrationMode mode) {
        Optional<BitRate> known = conditions.rate().filter(rate -> rate.bps() > 0);
        if (known.isEmpty()) {
            return unknown(mode, "the rate of the path is not known");
        }
        BitRate rate = known.get();
        return switch (mode) {
            case COPY -> copy(rate);
            case PAGE_SERVER -> pageServer(rate);
            case POST_COPY -> postCopy(rate);
            case PRE_COPY ->
                    cargo.dirtyPerSecond().isEmpty()
                            ? unknown(mode, "how fast its memory changes is not known")
                            : preCopy(rate, cargo.dirtyPerSecond().get());
            case LEAVE_RUNNING -> leaveRunning(rate);
            case AUTO -> throw new IllegalArgumentException("auto is not a mode of its own");
        };
    }

    private Forecast copy(BitRate rate) {
        ByteCount sent = sent(cargo.memory());
        Duration downtime =
                costs.dumpOf(cargo.memory())
                        .plus(time(sent, rate))
                        .plus(costs.restoreOf(cargo.memory()))
                        .plus(costs.release());
        return known(
                MigrationMode.COPY,
                new Prediction(downtime, total(downtime, rate), with(sent), Duration.ZERO),
                "everything in the freeze");
    }

    /** Memory is sent as it is read: whichever of both takes longer counts. */
    private Forecast pageServer(BitRate rate) {
        ByteCount sent = sent(cargo.memory());
        Duration dump = costs.dumpOf(cargo.memory());
        Duration send = costs.dump().plus(time(sent, rate));
        Duration downtime =
                longer(dump, send).plus(costs.restoreOf(cargo.memory())).plus(costs.release());
        return known(
                MigrationMode.PAGE_SERVER,
                new Prediction(downtime, total(downtime, rate), with(sent), Duration.ZERO),
                "memory goes while it is dumped");
    }

    private Forecast postCopy(BitRate rate) {
        Duration downtime =
                costs.lazyDumpOf(cargo.memory()).plus(costs.restore()).plus(costs.release());
        ByteCount sent = sent(cargo.memory());
        Duration pages = time(sent, rate);
        return known(
                MigrationMode.POST_COPY,
                new Prediction(downtime, total(downtime, rate).plus(pages), with(sent), pages),
                "pages follow");
    }

    private Forecast preCopy(BitRate rate, ByteCount dirty) {
        PreCopyRounds rounds = PreCopyRounds.of(cargo.memory(), dirty, rate);
        ByteCount rest = sent(rounds.rest());
        Duration downtime =
                costs.dumpOf(rounds.rest())
                        .plus(time(rest, rate))
                        .plus(costs.restoreOf(cargo.memory()))
                        .plus(costs.release());
        Duration ahead = Duration.ZERO;
        long bytes = rest.bytes();
        for (ByteCount round : rounds.sent()) {
            ahead = ahead.plus(costs.dump()).plus(time(sent(round), rate));
            bytes += sent(round).bytes();
        }
        return known(
                MigrationMode.PRE_COPY,
                new Prediction(
                        downtime,
                        total(downtime, rate).plus(ahead),
                        with(new ByteCount(bytes)),
                        Duration.ZERO),
                rounds.sent().size() + " rounds, " + rounds.rest() + " in the freeze");
    }

    private Forecast leaveRunning(BitRate rate) {
        Duration copying =
                costs.dumpOf(cargo.memory())
                        .plus(time(sent(cargo.memory()), rate))
                        .plus(costs.restoreOf(cargo.memory()));
        return known(
                MigrationMode.LEAVE_RUNNING,
                new Prediction(
                        costs.release(),
                        total(costs.release(), rate).plus(copying),
                        with(sent(cargo.memory())),
                        Duration.ZERO),
                "the source serves on");
    }

    private Duration total(Duration downtime, BitRate rate) {
        return costs.prepare().plus(time(cargo.ahead(), rate)).plus(downtime).plus(costs.finish());
    }

    private ByteCount with(ByteCount memory) {
        return new ByteCount(cargo.ahead().bytes() + memory.bytes());
    }

    private ByteCount sent(ByteCount state) {
        return new ByteCount(Math.round(state.bytes() * conditions.sentShare()));
    }

    private static Duration time(ByteCount bytes, BitRate rate) {
        return Duration.ofNanos(Math.round(bytes.bytes() * 8e9 / rate.bps()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Forecast known(MigrationMode mode, Prediction prediction, String basis) {
        return new Forecast(mode, Optional.of(prediction), basis);
    }

    private static Forecast unknown(MigrationMode mode, String reason) {
        return new Forecast(mode, Optional.empty(), reason);
    }
}
