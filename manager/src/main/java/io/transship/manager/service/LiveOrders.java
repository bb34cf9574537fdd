package io.transship.manager.service;

import io.transship.core.container.Obstacles;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.api.Orders;
import io.transship.manager.api.RunOrder;
import io.transship.manager.api.report.ContainerReport;
import io.transship.manager.api.report.PlanReport;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.plan.MovePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Orders by people, through the same door as the manager's own. */
public final class LiveOrders implements Orders {

    private static final long BEGIN_SECONDS = 30;

    private final ManagerConfig config;
    private final Fleet fleet;
    private final Deployment deployment;
    private final MigrationDesk desk;
    private final MigrationRunner runner;

    /** Orders to these. */
    public LiveOrders(
            ManagerConfig config,
            Fleet fleet,
            Deployment deployment,
            MigrationDesk desk,
            MigrationRunner runner) {
        this.config = config;
        this.fleet = fleet;
        this.deployment = deployment;
        this.desk = desk;
        this.runner = runner;
    }

    @Override
    public ContainerReport run(RunOrder order) {
        return Reports.of(deployment.run(order));
    }

    @Override
    public String migrate(ContainerId container, HostId target, Optional<MigrationMode> mode) {
        HostId source = Whereabouts.of(container, fleet);
        checkTarget(source, target);
        MigrationRequest request =
                new MigrationRequest(
                        container, source, target, mode.orElse(config.migration().mode()));
        CompletableFuture<String> id = desk.awaited().expect(request);
        try {
            runner.begin(request, "order", () -> desk.awaited().forget(request))
                    .ifPresent(
                            objection -> {
                                throw new TransshipException(
                                        FailureCode.MOVE_LIMITED, objection + ".");
                            });
            return await(id);
        } catch (TransshipException e) {
            desk.awaited().forget(request);
            throw e;
        }
    }

    @Override
    public PlanReport plan(ContainerId container, HostId target, Optional<MigrationMode> mode) {
        HostId source = Whereabouts.of(container, fleet);
        checkTarget(source, target);
        MovePlan plan =
                desk.look(
                        new MigrationRequest(
                                container, source, target, mode.orElse(config.migration().mode())));
        List<String> warnings = new ArrayList<>(plan.warnings());
        fleet.find(container)
                .ifPresent(each -> warnings.addAll(Obstacles.broken(each.order().options())));
        runner.objection(container, source, target)
                .ifPresent(objection -> warnings.add("a limit holds it back now: " + objection));
        return PlanReports.of(plan, config.migration(), warnings);
    }

    @Override
    public void abort(String migration) {
        desk.abort(migration);
    }

    @Override
    public void checkConfig(String name, String text) {
        ConfigLoader.check(name, text);
    }

    private void checkTarget(HostId source, HostId target) {
        Whereabouts.demandHost(config, target);
        if (Deployment.isReserved(config, target)) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    "host " + target + " is reserved.",
                    "Name another host.",
                    null);
        }
        if (source.equals(target)) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    "the container runs on " + target + " already.",
                    "Name another host.",
                    null);
        }
    }

    static String await(CompletableFuture<String> id) {
        try {
            return id.get(BEGIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransshipException refused) {
                throw refused;
            }
            throw new TransshipException(FailureCode.INTERNAL, "the migration could not begin.", e);
        } catch (TimeoutException e) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED, "the migration has not begun.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(FailureCode.INTERNAL, "the manager is ending.", e);
        }
    }
}
