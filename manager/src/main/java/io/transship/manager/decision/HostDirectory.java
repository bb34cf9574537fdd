package io.transship.manager.decision;

import io.transship.core.model.HostId;
import io.transship.core.view.Placement;
import java.util.Set;

/** What the daemons say now. May ask them, with a deadline. Thread-safe. */
public interface HostDirectory {

    /** The hosts whose daemon answers. */
    Set<HostId> reachable();

    /** Which managed container runs where; a host that doesn't answer keeps what it said last. */
    Placement placement();
}
