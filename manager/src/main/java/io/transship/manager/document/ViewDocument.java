package io.transship.manager.document;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A network view as maps and lists, and back: what JSON can hold. */
public final class ViewDocument {

    private ViewDocument() {}

    /** The document of a view. */
    public static Map<String, Object> of(NetworkView view) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", view.at().toString());
        document.put(
                "switches", view.topology().switches().stream().map(DatapathId::toString).toList());
        document.put("links", view.topology().links().stream().map(ViewDocument::of).toList());
        document.put("hosts", view.hosts().values().stream().map(ViewDocument::of).toList());
        Map<String, Object> placement = new LinkedHashMap<>();
        view.placement()
                .hosts()
                .forEach((container, host) -> placement.put(container.name(), host.name()));
        document.put("placement", placement);
        document.put("loads", view.loads().values().stream().map(ViewDocument::of).toList());
        if (!view.expectedLoads().isEmpty()) {
            document.put(
                    "expectedLoads",
                    view.expectedLoads().values().stream().map(ViewDocument::of).toList());
        }
        document.put("routes", view.routes().stream().map(ViewDocument::of).toList());
        List<Object> containers = new ArrayList<>();
        view.facts().forEach((container, facts) -> containers.add(of(container, facts)));
        document.put("containers", containers);
        return document;
    }

    /**
     * The view of a document that {@link #of(NetworkView)} made, in this release or an earlier one.
     *
     * @throws IllegalArgumentException that says where the document is no view
     */
    public static NetworkView read(Map<String, Object> document) {
        return Fields.of(document).as(ViewDocument::view);
    }

    private static NetworkView view(Fields document) {
        Map<ContainerId, HostId> placement = new HashMap<>();
        document.names("placement")
                .forEach(
                        (container, host) ->
                                placement.put(new ContainerId(container), new HostId(host)));
        Map<ContainerId, ContainerFacts> facts = new HashMap<>();
        document.objects("containers", Function.identity())
                .forEach(
                        each ->
                                facts.put(
                                        each.text("name", ContainerId::new),
                                        each.as(ViewDocument::facts)));
        NetworkView view =
                NetworkView.of(
                        document.instant("at"),
                        new Topology(
                                new HashSet<>(document.texts("switches", DatapathId::parse)),
                                document.objects("links", ViewDocument::link)),
                        document.objects("hosts", ViewDocument::host),
                        Placement.of(placement),
                        document.objects("loads", ViewDocument::load));
        return view.withRoutes(document.objects("routes", ViewDocument::route))
                .withExpectedLoads(document.objects("expectedLoads", ViewDocument::load))
                .withFacts(facts);
    }

    private static Map<String, Object> of(Link link) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("from", link.from().toString());
        document.put("to", link.to().toString());
        document.put("capacityBps", link.capacity().bps());
        link.latency().ifPresent(latency -> document.put("latencyNs", latency.toNanos()));
        return document;
    }

    private static Map<String, Object> of(Host host) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", host.id().name());
        host.at().ifPresent(at -> document.put("at", at.toString()));
        host.accessCapacity().ifPresent(rate -> document.put("accessCapacityBps", rate.bps()));
        document.put("reserved", host.reserved());
        document.put("reachable", host.reachable());
        document.put("places", host.places());
        host.barred().ifPresent(why -> document.put("barred", why));
        host.load().ifPresent(load -> document.put("load", of(load)));
        return document;
    }

    private static Map<String, Object> of(HostLoad load) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("cores", load.cores());
        document.put("cpuBusy", load.cpuBusy());
        document.put("memoryTotal", load.memoryTotal().bytes());
        document.put("memoryAvailable", load.memoryAvailable().bytes());
        return document;
    }

    private static Map<String, Object> of(ContainerId container, ContainerFacts facts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", container.name());
        document.put("at", facts.at().toString());
        document.put("memory", facts.memory().bytes());
        facts.dirtyPerSecond().ifPresent(dirty -> document.put("dirtyPerSecond", dirty.bytes()));
        document.put("layer", facts.layer().bytes());
        return document;
    }

    private static Map<String, Object> of(PortLoad load) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("port", load.port().toString());
        document.put("at", load.at().toString());
        document.put("rxBps", load.rx().bps());
        document.put("txBps", load.tx().bps());
        return document;
    }

    private static Map<String, Object> of(Route route) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", route.source().name());
        document.put("target", route.target().name());
        document.put("from", route.path().source().toString());
        document.put("to", route.path().target().toString());
        document.put("links", route.path().links().stream().map(ViewDocument::of).toList());
        return document;
    }

    private static Link link(Fields document) {
        return new Link(
                document.text("from", ViewDocument::port),
                document.text("to", ViewDocument::port),
                new BitRate(document.number("capacityBps")),
                document.optionalNumber("latencyNs").map(Duration::ofNanos));
    }

    private static Host host(Fields document) {
        return new Host(
                document.text("name", HostId::new),
                document.optionalText("at", ViewDocument::port),
                document.optionalNumber("accessCapacityBps").map(BitRate::new),
                document.flag("reserved"),
                document.flag("reachable"),
                document.optionalNumber("places").map(Math::toIntExact).orElse(1),
                document.optionalText("barred", Function.identity()),
                document.object("load", ViewDocument::hostLoad));
    }

    private static HostLoad hostLoad(Fields document) {
        return new HostLoad(
                Math.toIntExact(document.number("cores")),
                document.optionalFraction("cpuBusy").orElse(Double.NaN),
                new ByteCount(document.number("memoryTotal")),
                new ByteCount(document.number("memoryAvailable")));
    }

    private static ContainerFacts facts(Fields document) {
        return new ContainerFacts(
                document.instant("at"),
                new ByteCount(document.number("memory")),
                document.optionalNumber("dirtyPerSecond").map(ByteCount::new),
                new ByteCount(document.number("layer")));
    }

    private static PortLoad load(Fields document) {
        return new PortLoad(
                document.text("port", ViewDocument::port),
                document.instant("at"),
                new BitRate(document.number("rxBps")),
                new BitRate(document.number("txBps")));
    }

    private static Route route(Fields document) {
        return new Route(
                document.text("source", HostId::new),
                document.text("target", HostId::new),
                new Path(
                        document.text("from", ViewDocument::port),
                        document.text("to", ViewDocument::port),
                        document.objects("links", ViewDocument::link)));
    }

    private static ConnectPoint port(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' is no switch/port");
        }
        return new ConnectPoint(
                DatapathId.parse(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }
}
