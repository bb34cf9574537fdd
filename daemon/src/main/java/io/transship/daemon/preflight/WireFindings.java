package io.transship.daemon.preflight;

import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.proto.v1.Failure;

/** Findings on the wire. */
final class WireFindings {

    private WireFindings() {}

    static io.transship.proto.v1.Finding toWire(Finding finding) {
        io.transship.proto.v1.Finding.Builder wire =
                io.transship.proto.v1.Finding.newBuilder()
                        .setSubject(finding.subject())
                        .setOk(finding.verdict() == Finding.Verdict.OK)
                        .setWarning(finding.verdict() == Finding.Verdict.WARNING)
                        .setDetail(finding.detail());
        Problem problem = finding.problem();
        if (problem != null) {
            wire.setFailure(
                    Failure.newBuilder()
                            .setFamily(problem.code().family().number())
                            .setCode(problem.code().name())
                            .setMessage(problem.sentence())
                            .setMend(problem.mend()));
        }
        return wire.build();
    }
}
