package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.Poll;
import io.transship.lab.testbed.Outages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One case: orders a migration, lets the fault strike at its step, mends, judges. */
final class FaultRun {

    private static final Duration REACHING = Duration.ofSeconds(45);

    /** For a copy to be killed. */
    private static final Duration DYING = Duration.ofSeconds(5);

    /** Longer than a lease: whoever waits for the broken part has given up. */
    private static final Duration LASTING = Duration.ofSeconds(18);

    private final FaultStage stage;
    private final Fault fault;
    private final String source;
    private final String target;
    private final Injection injection;
    private final PartClock clock = new PartClock();
    private final List<String> wrong = new ArrayList<>();
    private String migration = "";
    private String detail = "";

    /** Whether the migration came to the step. */
    private boolean reached = true;

    /** Whether the machine was too slow: a deadline ended the migration, not the fault. */
    private boolean missed;

    FaultRun(FaultStage stage, Fault fault) {
        this.stage = stage;
        this.fault = fault;
        this.source = stage.holder().orElse(FaultStage.HOSTS.getFirst());
        this.target =
                FaultStage.HOSTS.stream()
                        .filter(host -> !host.equals(source))
                        .findFirst()
                        .orElseThrow();
        this.injection = new Injection(stage, fault, source, target);
    }

    Finding run() {
        ClientState before =
                stage.client()
                        .verified(REACHING)
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.DEADLINE_EXCEEDED,
                                                "nobody answers before the fault."));
        clock.lap("ready");
        try (injection) {
            endure(before);
        }
        Optional<JsonNode> end = migration.isEmpty() ? Optional.empty() : stage.over(migration);
        String outcome = end.map(each -> each.path("phase").asString()).orElse("refused");
        String code = end.map(each -> each.at("/failure/code").asString("")).orElse("");
        boolean struck = reached && injection.hasStruck();
        if (!missed) {
            end.flatMap(_ -> Expected.against(fault, struck, outcome, code))
                    .ifPresent(
                            why -> {
                                missed = isDeadline(code) && outcome.equals("rolled-back");
                                if (!missed) {
                                    wrong.add(why);
                                }
                            });
        }
        if (end.filter(FaultStage::isLost).isPresent() && wrong.isEmpty()) {
            stage.deployAnew();
        }
        return new Finding(fault, detail, outcome, code, clock.parts(), List.copyOf(wrong), missed);
    }

    private void endure(ClientState before) {
        try {
            injection.prepare();
            strike();
            awaitDeath();
            Poll.until(fault.lasting() ? LASTING : fault.moment(), this::overOrNothingKnown);
        } catch (TransshipException e) {
            wrong.add(e.line());
        }
        clock.lap("wait");
        try {
            injection.mend();
            clock.lap("mend");
            wrong.addAll(new Judge(stage, fault, before, clock).judge(migration));
            detail = (detail + " " + injection.aftermath()).strip();
        } catch (TransshipException e) {
            wrong.add(e.line());
        }
    }

    private void strike() {
        Optional<String> breakpoint = fault.step().breakpoint();
        if (breakpoint.isPresent()) {
            try (Outages.Stop stop = stop(breakpoint.get())) {
                migration = stage.order(fault, target);
                reached = awaitReached(stop);
                requireUnderWay();
                clock.lap("reach");
                detail = injection.strike();
                clock.lap("strike");
                if (!reached) {
                    detail = (detail + " (the step was not reached)").strip();
                }
            }
            return;
        }
        if (fault.step() == FaultStep.BEFORE) {
            detail = injection.strike();
            clock.lap("strike");
            tryToOrder();
            clock.lap("reach");
        } else {
            migration = stage.order(fault, target);
            var _ = Poll.until(REACHING, () -> stage.over(migration));
            clock.lap("reach");
            detail = injection.strike();
            clock.lap("strike");
        }
    }

    /** Without a fault nothing goes back, except where the machine is too slow for a deadline. */
    private void requireUnderWay() {
        if (reached) {
            return;
        }
        Optional<String> early =
                stage.over(migration)
                        .filter(end -> !end.path("phase").asString().equals("committed"))
                        .map(end -> end.at("/failure/code").asString(""));
        missed = early.filter(FaultRun::isDeadline).isPresent();
        if (!missed) {
            early.ifPresent(
                    code -> wrong.add("it ended by itself before the fault struck: " + code));
        }
    }

    private static boolean isDeadline(String code) {
        return code.equals(FailureCode.DEADLINE_EXCEEDED.name());
    }

    /** How long a copy lives on that is parted from its memory; unless it had all of it. */
    private void awaitDeath() {
        if (!fault.mayLoseContainer()) {
            return;
        }
        long began = System.nanoTime();
        Poll.until(DYING, () -> Optional.of(false).filter(alive -> !stage.serves(target)))
                .ifPresent(
                        dead ->
                                detail +=
                                        " (no copy after %.1f s)"
                                                .formatted((System.nanoTime() - began) / 1e9));
    }

    /** What is broken already may be noticed before anything begins. */
    private void tryToOrder() {
        if (fault.kind() == FaultKind.KILL_MANAGER) {
            return;
        }
        try {
            migration = stage.order(fault, target, Duration.ofSeconds(5));
        } catch (TransshipException e) {
            detail = e.code() + " " + detail;
        }
    }

    private Outages.Stop stop(String step) {
        return switch (fault.step().role()) {
            case SOURCE -> stage.outages().stopDaemon(source, step);
            case TARGET -> stage.outages().stopDaemon(target, step);
            default -> stage.outages().stopManager(step);
        };
    }

    private boolean awaitReached(Outages.Stop stop) {
        return Poll.until(
                        REACHING,
                        () ->
                                stop.isReached()
                                        ? Optional.of(true)
                                        : stage.over(migration).map(over -> false))
                .orElse(false);
    }

    /** A moment is a moment; what lasts may be over sooner than it could last. */
    private Optional<JsonNode> overOrNothingKnown() {
        return fault.lasting() && !migration.isEmpty() ? stage.over(migration) : Optional.empty();
    }
}
