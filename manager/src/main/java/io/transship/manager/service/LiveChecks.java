package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.api.Checks;
import io.transship.manager.api.report.CheckReport;
import io.transship.manager.api.report.FindingReport;
import io.transship.manager.checks.FitnessChecks;
import io.transship.manager.checks.SideFinding;
import io.transship.manager.checks.SideFinding.Verdict;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.MigrationRunner;
import io.transship.settings.TlsValidity;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks for people: what the daemons find, and what only the manager can know. */
public final class LiveChecks implements Checks {

    private final ManagerConfig config;
    private final Fleet fleet;
    private final FitnessChecks daemons;
    private final MigrationRunner runner;
    private final Clock clock;

    /** Checks through these. */
    public LiveChecks(
            ManagerConfig config,
            Fleet fleet,
            FitnessChecks daemons,
            MigrationRunner runner,
            Clock clock) {
        this.config = config;
        this.fleet = fleet;
        this.daemons = daemons;
        this.runner = runner;
        this.clock = clock;
    }

    @Override
    public CheckReport move(ContainerId container, HostId target, Optional<MigrationMode> mode) {
        HostId source = Whereabouts.of(container, fleet);
        Whereabouts.demandHost(config, target);
        MigrationMode asked = mode.orElse(config.migration().mode());
        List<SideFinding> findings = new ArrayList<>();
        if (source.equals(target)) {
            findings.add(
                    SideFinding.failure(
                            "target",
                            new TransshipException(
                                    FailureCode.CONTAINER_CONFLICT,
                                    "'" + container + "' runs on " + target + " already.",
                                    "Name another host.",
                                    null)));
        } else {
            findings.addAll(daemons.move(container, source, target, asked));
        }
        findings.addAll(own(container, source, target));
        return report(
                findings,
                new CheckReport(
                        false,
                        container.name(),
                        source.name(),
                        target.name(),
                        asked.word(),
                        List.of()));
    }

    @Override
    public CheckReport host(HostId host) {
        Whereabouts.demandHost(config, host);
        List<SideFinding> findings = new ArrayList<>(daemons.host(host));
        findings.add(certificate());
        return report(findings, new CheckReport(false, null, null, host.name(), null, List.of()));
    }

    private List<SideFinding> own(ContainerId container, HostId source, HostId target) {
        SideFinding limits =
                runner.objection(container, source, target)
                        .map(
                                why ->
                                        SideFinding.failure(
                                                "limits", FailureCode.MOVE_LIMITED, why + "."))
                        .orElseGet(() -> SideFinding.ok("limits", "none forbids the move now"));
        List<SideFinding> findings = new ArrayList<>(List.of(limits, certificate()));
        if (Deployment.isReserved(config, target)) {
            findings.add(
                    SideFinding.failure(
                            "target",
                            new TransshipException(
                                    FailureCode.CONTAINER_CONFLICT,
                                    "host " + target + " is reserved.",
                                    "Name another host.",
                                    null)));
        }
        return findings;
    }

    private SideFinding certificate() {
        Instant now = clock.instant();
        try {
            TlsValidity validity = TlsValidity.of(config.tls());
            SideFinding well = SideFinding.ok("certificate", "valid until " + validity.end());
            return validity.problem(now)
                    .map(
                            problem ->
                                    validity.includes(now)
                                            ? SideFinding.warning("certificate", problem)
                                            : SideFinding.failure("certificate", problem))
                    .orElse(well);
        } catch (TransshipException unreadable) {
            return SideFinding.failure("certificate", unreadable);
        }
    }

    private static CheckReport report(List<SideFinding> findings, CheckReport about) {
        return new CheckReport(
                findings.stream().noneMatch(each -> each.verdict() == Verdict.FAILURE),
                about.container(),
                about.source(),
                about.target(),
                about.mode(),
                findings.stream().map(LiveChecks::report).toList());
    }

    private static FindingReport report(SideFinding finding) {
        HostId host = finding.host();
        TransshipException failure = finding.failure();
        return new FindingReport(
                finding.side().word(),
                host == null ? null : host.name(),
                finding.subject(),
                finding.verdict().word(),
                finding.detail().isEmpty() ? null : finding.detail(),
                failure == null ? null : failure.code().name(),
                failure == null ? null : String.valueOf(failure.getMessage()),
                failure == null ? null : failure.mend());
    }
}
