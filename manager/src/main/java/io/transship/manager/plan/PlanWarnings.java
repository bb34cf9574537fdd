package io.transship.manager.plan;

import io.transship.core.migration.MigrationMode;
import io.transship.core.prediction.AutoMode;
import io.transship.core.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;

/** What whoever orders a move should know of its plan. */
final class PlanWarnings {

    /** What a daemon calls a Docker that has to do without our OCI runtime. */
    private static final String STOCK = "docker-stock";

    private PlanWarnings() {}

    static MovePlan addedTo(MovePlan plan, PlanSettings settings) {
        AutoMode auto = settings.auto();
        List<String> warnings = new ArrayList<>();
        plan.mode().ifPresent(mode -> ofMode(mode, plan, warnings));
        if (plan.mode().isEmpty()) {
            warnings.add("the move would be refused: the mode is not offered");
        }
        if (plan.engine().equals(STOCK)) {
            warnings.add(
                    "%s dumps by Docker's own checkpoints, not by our OCI runtime: nothing of the"
                                    .formatted(plan.request().source())
                            + " restore is done ahead, memory passes through Docker's store twice"
                            + " on each side, and only copy is possible");
        }
        plan.prediction()
                .filter(each -> each.downtime().compareTo(auto.maxDowntime()) > 0)
                .ifPresent(
                        each ->
                                warnings.add(
                                        "the downtime is over maxDowntime, "
                                                + auto.maxDowntime().toMillis()
                                                + " ms"));
        if (plan.path().room().isEmpty()) {
            warnings.add(
                    "what the path has left is not known ("
                            + plan.path().basis()
                            + "): "
                            + (plan.expected().isPresent()
                                    ? "the rate of the last transfer is taken"
                                    : "nothing can be predicted"));
        }
        if (plan.cargo().dirtyBasis().equals("referenced")) {
            warnings.add(
                    "this kernel shows which memory is used, not which is written: the dirty rate"
                            + " is an upper bound");
        }
        warnings.addAll(settings.network());
        return with(plan, warnings);
    }

    private static void ofMode(MigrationMode mode, MovePlan plan, List<String> warnings) {
        if (mode == MigrationMode.POST_COPY) {
            warnings.add(
                    "post-copy: "
                            + plan.prediction()
                                    .map(Prediction::bothNeeded)
                                    .map(time -> "for " + time.toMillis() + " ms")
                                    .orElse("for a while")
                            + " after the copy serves both hosts are needed; if one or the way"
                            + " between them is lost, so is the container's memory");
        }
        if (mode == MigrationMode.LEAVE_RUNNING) {
            warnings.add(
                    "leave-running: what the source changes after its dump is lost, and connections"
                            + " may break; for services without state");
        }
    }

    private static MovePlan with(MovePlan plan, List<String> warnings) {
        return new MovePlan(
                plan.request(),
                plan.engine(),
                plan.cargo(),
                plan.path(),
                plan.bound(),
                plan.expected(),
                plan.forecasts(),
                plan.lacking(),
                plan.verdicts(),
                plan.mode(),
                List.copyOf(warnings));
    }
}
