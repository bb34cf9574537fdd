package io.transship.manager.api;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.api.report.CheckReport;
import io.transship.manager.api.report.ConfigReport;
import io.transship.manager.api.report.ContainerReport;
import io.transship.manager.api.report.ControllerReport;
import io.transship.manager.api.report.DrainReport;
import io.transship.manager.api.report.FindingReport;
import io.transship.manager.api.report.ForecastReport;
import io.transship.manager.api.report.HostReport;
import io.transship.manager.api.report.MigrationReport;
import io.transship.manager.api.report.PlanReport;
import io.transship.manager.api.report.PolicyReport;
import io.transship.manager.api.report.StatusReport;
import io.transship.manager.api.report.StoreReport;
import io.transship.manager.api.report.TopologyReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two hosts; what is run runs on h2; a container that runs can be moved. */
final class FakeManager implements Inventory, History, Orders, Checks, Insight, Counsel, Drains {

    final List<RunOrder> runs = new ArrayList<>();
    final List<String> aborts = new ArrayList<>();
    final List<String> rejects = new ArrayList<>();
    final List<String> moves = new ArrayList<>();
    private final List<ContainerReport> containers = new ArrayList<>();

    /** Every door leads here. */
    ApiServer.Doors doors() {
        return new ApiServer.Doors(this, this, this, this, this, this, this);
    }

    @Override
    public StatusReport status() {
        return new StatusReport(
                "1",
                Instant.EPOCH,
                "off",
                "random",
                "thesis",
                42,
                new ControllerReport("embedded", "0.0.0.0:6653", List.of(), null),
                2,
                2,
                2,
                0,
                0,
                0,
                "quiet",
                new StoreReport("jdbc:sqlite:m.db", null, 7, 0, 0, 0, 0),
                "valid, in use");
    }

    @Override
    public ConfigReport configuration() {
        return new ConfigReport(
                true,
                null,
                null,
                List.of("api"),
                List.of(new ConfigReport.Value("policy", "random", "manager.yaml:3")));
    }

    @Override
    public ForecastReport forecasts() {
        return new ForecastReport(4000, 0, 0, List.of(), List.of());
    }

    @Override
    public List<HostReport> hosts() {
        return List.of(
                new HostReport(
                        "h2",
                        "10.0.0.2",
                        "a:1",
                        false,
                        false,
                        true,
                        null,
                        null,
                        List.of(),
                        "26.1"));
    }

    @Override
    public List<ContainerReport> containers() {
        return containers;
    }

    @Override
    public TopologyReport topology() {
        return new TopologyReport(List.of(), List.of(), List.of());
    }

    @Override
    public List<PolicyReport> policies() {
        throw new IllegalStateException("secret words");
    }

    @Override
    public List<Map<String, Object>> decisions(int limit) {
        return List.of();
    }

    @Override
    public Optional<Map<String, Object>> decision(String id) {
        return Optional.empty();
    }

    @Override
    public List<MigrationReport> migrations(int limit) {
        return List.of();
    }

    @Override
    public Optional<MigrationReport> migration(String id) {
        return Optional.of(
                        new MigrationReport(
                                "m1",
                                "c",
                                "h2",
                                "h3",
                                "copy",
                                "committed",
                                true,
                                "h3",
                                null,
                                null,
                                Map.of("totalMs", 12.5),
                                Map.of(),
                                Map.of(),
                                null,
                                null,
                                null,
                                List.of(),
                                null))
                .filter(report -> report.id().equals(id));
    }

    @Override
    public ContainerReport run(RunOrder order) {
        runs.add(order);
        ContainerReport report =
                new ContainerReport(
                        order.container().name(),
                        "h2",
                        "demo",
                        "10.0.0.100",
                        null,
                        "m",
                        true,
                        "running");
        containers.add(report);
        return report;
    }

    @Override
    public String migrate(ContainerId container, HostId target, Optional<MigrationMode> mode) {
        if (container.name().equals("broken")) {
            throw new StackOverflowError("secret words");
        }
        if (containers.stream().noneMatch(known -> known.name().equals(container.name()))) {
            throw new TransshipException(
                    FailureCode.CONTAINER_UNKNOWN, "there is no container " + container + ".");
        }
        moves.add(container + " -> " + target + mode.map(each -> " " + each).orElse(""));
        return "m1";
    }

    @Override
    public PlanReport plan(ContainerId container, HostId target, Optional<MigrationMode> mode) {
        return new PlanReport(
                container.name(),
                "h2",
                target.name(),
                mode.orElse(MigrationMode.AUTO).word(),
                "copy",
                true,
                500,
                new PlanReport.CargoReport(10, null, null, 0, 0, 0),
                new PlanReport.PathReport(null, null, null, null, "no path to it is known"),
                List.of(),
                List.of("beware"));
    }

    @Override
    public void abort(String migration) {
        switch (migration) {
            case "m0" -> aborts.add(migration);
            case "m1" ->
                    throw new TransshipException(FailureCode.ABORT_REFUSED, "m1 is over already.");
            default ->
                    throw new TransshipException(
                            FailureCode.MIGRATION_UNKNOWN, "there is no " + migration + ".");
        }
    }

    @Override
    public CheckReport move(ContainerId container, HostId target, Optional<MigrationMode> mode) {
        FindingReport finding =
                new FindingReport(
                        "target",
                        target.name(),
                        "memory",
                        "failure",
                        null,
                        "MEMORY_SHORT",
                        "there is none.",
                        "Free some.");
        return new CheckReport(
                false,
                container.name(),
                "h2",
                target.name(),
                mode.map(MigrationMode::word).orElse("copy"),
                List.of(finding));
    }

    @Override
    public CheckReport host(HostId host) {
        if (!host.name().equals("h2")) {
            throw new TransshipException(
                    FailureCode.HOST_UNKNOWN, "there is no host " + host + ".");
        }
        FindingReport finding =
                new FindingReport("host", "h2", "CRIU", "ok", "4.2.1", null, null, null);
        return new CheckReport(true, null, null, "h2", null, List.of(finding));
    }

    @Override
    public void checkConfig(String name, String text) {
        if (!text.startsWith("policy")) {
            throw new TransshipException(FailureCode.CONFIG_INVALID, name + ":1:1: wrong.");
        }
    }

    @Override
    public Map<String, Object> replay(String decision, Optional<String> policy) {
        return Map.of("id", decision, "policy", policy.orElse("its own"));
    }

    @Override
    public List<Map<String, Object>> attempt(String policy, Optional<ContainerId> container) {
        return List.of(
                Map.of("policy", policy, "container", container.map(ContainerId::name).orElse("")));
    }

    @Override
    public String approve(String decision) {
        if (!decision.equals("d1")) {
            throw new TransshipException(FailureCode.DECISION_STALE, "it is approved already.");
        }
        return "m1";
    }

    @Override
    public void reject(String decision, String reason) {
        rejects.add(decision + " " + reason);
    }

    @Override
    public DrainReport drain(HostId host) {
        return drained(host, true);
    }

    @Override
    public DrainReport undrain(HostId host) {
        return drained(host, false);
    }

    @Override
    public DrainReport state(HostId host) {
        return drained(host, true);
    }

    private static DrainReport drained(HostId host, boolean maintenance) {
        DrainReport.Item item = new DrainReport.Item("web", "stuck", null, "pinned: web is pinned");
        return new DrainReport(host.name(), maintenance, "stuck", List.of(item));
    }
}
