package io.transship.manager.checks;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.checks.SideFinding.Side;
import io.transship.manager.checks.SideFinding.Verdict;
import io.transship.manager.daemons.CheckAnswer;
import io.transship.manager.daemons.DaemonDirectory;
import io.transship.proto.v1.CheckRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The checks over gRPC: the source tells what the container needs, the target looks whether it has
 * it.
 */
public final class DaemonChecks implements FitnessChecks {

    private final DaemonDirectory daemons;
    private final Function<HostId, Optional<ConnectPoint>> locator;
    private final Clock clock;

    /**
     * Asks these daemons.
     *
     * @param locator where hosts are attached to the network
     */
    public DaemonChecks(
            DaemonDirectory daemons,
            Function<HostId, Optional<ConnectPoint>> locator,
            Clock clock) {
        this.daemons = daemons;
        this.locator = locator;
        this.clock = clock;
    }

    /** A daemon's answer, and what its clock said. */
    private record Answer(CheckAnswer reply, ClockReading time) {}

    @Override
    public List<SideFinding> move(
            ContainerId container, HostId source, HostId target, MigrationMode mode) {
        List<SideFinding> findings = new ArrayList<>();
        CheckRequest.Builder atSource =
                CheckRequest.newBuilder().setContainer(container.name()).setMode(mode.word());
        Optional<Answer> from = ask(Side.SOURCE, source, atSource.build(), findings);
        CheckRequest.Builder atTarget = CheckRequest.newBuilder().setMode(mode.word());
        from.flatMap(each -> each.reply().needs()).ifPresent(atTarget::setNeeds);
        Optional<Answer> to = ask(Side.TARGET, target, atTarget.build(), findings);
        if (from.isPresent() && to.isPresent()) {
            findings.add(from.get().time().judge(to.get().time()));
        }
        findings.add(attached(source));
        findings.add(attached(target));
        return findings;
    }

    @Override
    public List<SideFinding> host(HostId host) {
        List<SideFinding> findings = new ArrayList<>();
        var _ = ask(Side.HOST, host, CheckRequest.getDefaultInstance(), findings);
        findings.add(attached(host));
        return findings;
    }

    /** Asks one daemon, and adds what it says, or that it says nothing. */
    private Optional<Answer> ask(
            Side side, HostId host, CheckRequest request, List<SideFinding> findings) {
        Instant asked = clock.instant();
        CheckAnswer reply;
        try {
            reply = daemons.client(host).check(request);
        } catch (TransshipException e) {
            findings.add(new SideFinding(side, host, "daemon", Verdict.FAILURE, "", e));
            return Optional.empty();
        }
        ClockReading time = ClockReading.of(host, reply.clock(), asked, clock.instant());
        reply.findings().forEach(each -> findings.add(finding(side, host, each)));
        return Optional.of(new Answer(reply, time));
    }

    private static SideFinding finding(Side side, HostId host, CheckAnswer.Finding finding) {
        Verdict verdict =
                finding.ok() ? Verdict.OK : finding.warning() ? Verdict.WARNING : Verdict.FAILURE;
        return new SideFinding(
                side, host, finding.subject(), verdict, finding.detail(), finding.failure());
    }

    private SideFinding attached(HostId host) {
        String subject = "network of " + host;
        return locator.apply(host)
                .map(at -> SideFinding.ok(subject, "attached at " + at))
                .orElseGet(
                        () ->
                                SideFinding.failure(
                                        subject,
                                        FailureCode.NETWORK_UNAVAILABLE,
                                        "no switch has seen the host " + host + " yet."));
    }
}
