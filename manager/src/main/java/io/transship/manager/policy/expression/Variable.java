package io.transship.manager.policy.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.Path;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.HostLoad;
import io.transship.core.view.Residual;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What an expression can speak of. docs/policies/expression.md lists it for people. */
enum Variable {
    PATH_RESIDUAL(
            "path.residual_mbps",
            SimpleType.DOUBLE,
            facts -> known(facts).map(Residual.Known::rate).map(BitRate::mbps)),
    PATH_CAPACITY(
            "path.capacity_mbps",
            SimpleType.DOUBLE,
            facts -> known(facts).map(Residual.Known::capacity).map(BitRate::mbps)),
    PATH_LATENCY(
            "path.latency_ms",
            SimpleType.DOUBLE,
            facts -> facts.path().flatMap(Path::latency).map(Variable::millis)),
    PATH_LINKS(
            "path.links",
            SimpleType.INT,
            facts -> facts.path().map(path -> (long) path.links().size())),
    HOST_NAME("host.name", SimpleType.STRING, facts -> Optional.of(facts.target().name())),
    HOST_CORES(
            "host.cores", SimpleType.INT, facts -> facts.load().map(load -> (long) load.cores())),
    HOST_CPU("host.cpu_busy", SimpleType.DOUBLE, facts -> facts.load().map(HostLoad::cpuBusy)),
    HOST_MEMORY(
            "host.memory_used", SimpleType.DOUBLE, facts -> facts.load().map(HostLoad::memoryUsed)),
    HOST_MEMORY_FREE(
            "host.memory_available_mib",
            SimpleType.DOUBLE,
            facts -> facts.load().map(HostLoad::memoryAvailable).map(Variable::mebibytes)),
    CONTAINER_NAME(
            "container.name",
            SimpleType.STRING,
            facts -> Optional.of(facts.source().container().name())),
    CONTAINER_MEMORY(
            "container.memory_mib",
            SimpleType.DOUBLE,
            facts -> facts.container().map(ContainerFacts::memory).map(Variable::mebibytes)),
    CONTAINER_DIRTY(
            "container.dirty_mib_per_s",
            SimpleType.DOUBLE,
            facts ->
                    facts.container()
                            .flatMap(ContainerFacts::dirtyPerSecond)
                            .map(Variable::mebibytes)),
    CONTAINER_LAYER(
            "container.layer_mib",
            SimpleType.DOUBLE,
            facts -> facts.container().map(ContainerFacts::layer).map(Variable::mebibytes)),
    SOURCE_NAME(
            "source.name", SimpleType.STRING, facts -> Optional.of(facts.source().host().name())),
    SOURCE_CPU(
            "source.cpu_busy",
            SimpleType.DOUBLE,
            facts -> facts.sourceLoad().map(HostLoad::cpuBusy)),
    SOURCE_MEMORY(
            "source.memory_used",
            SimpleType.DOUBLE,
            facts -> facts.sourceLoad().map(HostLoad::memoryUsed));

    private final String text;
    private final CelType type;

    @SuppressWarnings("ImmutableEnumChecker") // the functions above have no state
    private final Function<CandidateFacts, Optional<?>> value;

    Variable(String text, CelType type, Function<CandidateFacts, Optional<?>> value) {
        this.text = text;
        this.type = type;
        this.value = value;
    }

    /** As it is written. */
    String text() {
        return text;
    }

    CelType type() {
        return type;
    }

    /** Its value for a candidate; empty if that is not known. */
    Optional<?> of(CandidateFacts facts) {
        return value.apply(facts);
    }

    private static Optional<Residual.Known> known(CandidateFacts facts) {
        return facts.residual() instanceof Residual.Known known
                ? Optional.of(known)
                : Optional.empty();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static double mebibytes(ByteCount amount) {
        return amount.bytes() / 1048576.0;
    }
}
