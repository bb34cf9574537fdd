package io.transship.manager.migration;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.daemons.DaemonClient;
import java.util.List;

/** A deadline says little; a daemon that can't be reached any more says why it was missed. */
final class MissedDeadline {

    private MissedDeadline() {}

    /** PEER_UNREACHABLE if that is what is behind a missed deadline; else the failure itself. */
    static TransshipException explained(TransshipException failure, List<DaemonClient> daemons) {
        if (failure.code() != FailureCode.DEADLINE_EXCEEDED) {
            return failure;
        }
        return daemons.stream()
                .filter(daemon -> !daemon.isReachable())
                .findFirst()
                .map(
                        silent ->
                                new TransshipException(
                                        FailureCode.PEER_UNREACHABLE,
                                        "the daemon of %s can't be reached: %s"
                                                .formatted(silent.host(), failure.getMessage()),
                                        failure))
                .orElse(failure);
    }
}
