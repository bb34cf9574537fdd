package io.transship.manager.service;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.core.view.PortLoad;
import io.transship.manager.api.report.ContainerReport;
import io.transship.manager.api.report.StoreReport;
import io.transship.manager.api.report.TopologyReport;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.store.history.StoreState;
import java.util.Map;
import java.util.Optional;

/** Values as the API shows them. */
final class Reports {

    private Reports() {}

    static ContainerReport of(DeployedContainer container) {
        ContainerOrder order = container.order();
        return new ContainerReport(
                order.name().name(),
                container.host().name(),
                order.image(),
                order.hasIpv4() ? order.ip().text() : null,
                order.ipv6().map(ipv6 -> ipv6.address().text()).orElse(null),
                order.mac().toString(),
                container.running(),
                container.state());
    }

    static TopologyReport.SwitchReport of(DatapathId datapath, Map<DatapathId, String> names) {
        return new TopologyReport.SwitchReport(datapath.toString(), names.get(datapath));
    }

    static TopologyReport.LinkReport of(Link link, Map<ConnectPoint, PortLoad> loads) {
        return new TopologyReport.LinkReport(
                link.from().toString(),
                link.to().toString(),
                link.capacity().bps(),
                link.latency().map(latency -> latency.toNanos() / 1e6).orElse(null),
                Optional.ofNullable(loads.get(link.from()))
                        .map(load -> load.tx().bps())
                        .orElse(null));
    }

    static TopologyReport.AttachedReport of(AttachedHost host, Map<IpAddress, String> names) {
        return new TopologyReport.AttachedReport(
                host.mac().toString(),
                host.ip().map(IpAddress::text).orElse(null),
                host.at().toString(),
                host.ip().map(names::get).orElse(null));
    }

    static StoreReport of(StoreState state) {
        return new StoreReport(
                state.database(),
                state.problem().orElse(null),
                state.samplesWritten(),
                state.samplesWaiting(),
                state.samplesLost(),
                state.recordsWaiting(),
                state.recordsLost());
    }
}
