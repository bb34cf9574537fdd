package io.transship.lab.cli;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.checks.FitnessChecks;
import io.transship.manager.checks.SideFinding;
import io.transship.manager.checks.SideFinding.Side;
import io.transship.manager.checks.SideFinding.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Finds every host fit, except for one that has no memory left. */
final class PlayedChecks implements FitnessChecks {

    @Override
    public List<SideFinding> move(
            ContainerId container, HostId source, HostId target, MigrationMode mode) {
        return Stream.of(memory(Side.SOURCE, source), memory(Side.TARGET, target)).toList();
    }

    @Override
    public List<SideFinding> host(HostId host) {
        return List.of(memory(Side.HOST, host));
    }

    private static SideFinding memory(Side side, HostId host) {
        if (!host.name().equals(PlayedDaemons.BROKEN)) {
            return new SideFinding(side, host, "memory", Verdict.OK, "8.00 GiB available", null);
        }
        TransshipException failure =
                new TransshipException(FailureCode.MEMORY_SHORT, host + " has no memory left.");
        return new SideFinding(side, host, "memory", Verdict.FAILURE, "", failure);
    }
}
