package io.transship.daemon.preflight.dump;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.container.Snapshot;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether CRIU can dump what a container's processes hold now. It may have something else open by
 * the time of the dump; then the dump fails, and the container goes on.
 */
public final class Dumpability {

    private static final List<Judge> JUDGES =
            List.of(
                    new InitJudge(),
                    new SessionJudge(),
                    new TerminalJudge(),
                    new DeviceJudge(),
                    new SocketJudge(),
                    new FileJudge());

    /** More of one kind are only counted. */
    private static final int TOLD = 5;

    private Dumpability() {}

    /** Everything that was looked at; NOT_DUMPABLE for each thing that can't be dumped. */
    public static List<Finding> judge(Snapshot snapshot) {
        if (snapshot.processes().isEmpty()) {
            return List.of(
                    Finding.failure(
                            "processes",
                            FailureCode.NOT_DUMPABLE,
                            "no process of the container is seen in this host's /proc.",
                            "Run the daemon in the machine's own PID namespace."));
        }
        List<Finding> findings = new ArrayList<>();
        for (Judge judge : JUDGES) {
            List<String> objections = judge.objections(snapshot);
            if (objections.isEmpty()) {
                findings.add(Finding.ok(judge.subject(), words(judge, snapshot)));
            }
            for (String each : objections.subList(0, Math.min(TOLD, objections.size()))) {
                Finding found =
                        Finding.failure(
                                judge.subject(),
                                objections.size() > TOLD ? "of " + objections.size() : "",
                                new Problem(FailureCode.NOT_DUMPABLE, each, judge.mend()));
                findings.add(judge.hinders() ? found : found.asWarning());
            }
        }
        return findings;
    }

    private static String words(Judge judge, Snapshot snapshot) {
        return judge instanceof InitJudge
                ? snapshot.processes().size() + " in the container"
                : "none that can't be dumped";
    }
}
