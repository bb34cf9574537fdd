package io.transship.manager.api;

import io.transship.manager.api.report.ContainerReport;
import io.transship.manager.api.report.HostReport;
import io.transship.manager.api.report.PolicyReport;
import io.transship.manager.api.report.StatusReport;
import io.transship.manager.api.report.TopologyReport;
import java.util.List;

/** What there is now. Thread-safe. */
public interface Inventory {

    /** The manager at a glance. */
    StatusReport status();

    /** All configured hosts, by name. */
    List<HostReport> hosts();

    /** All managed containers, by name. */
    List<ContainerReport> containers();

    /** Switches, links, addresses. */
    TopologyReport topology();

    /** All policies, by name. */
    List<PolicyReport> policies();
}
