package io.transship.manager.checks;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.util.List;

/** Asks the daemons whether a move is possible; touches nothing. Thread-safe. */
public interface FitnessChecks {

    /** What a move would meet with. A daemon that does not answer is a finding, too. */
    List<SideFinding> move(ContainerId container, HostId source, HostId target, MigrationMode mode);

    /** What a host has and lacks. */
    List<SideFinding> host(HostId host);
}
