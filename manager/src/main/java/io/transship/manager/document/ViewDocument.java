package io.transship.manager.document;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        return document;
    }

    /** The view of a document that {@link #of(NetworkView)} made. */
    public static NetworkView read(Map<String, Object> document) {
        Set<DatapathId> switches = new HashSet<>();
        list(document, "switches").forEach(each -> switches.add(DatapathId.parse((String) each)));
        List<Link> links = maps(document, "links").stream().map(ViewDocument::link).toList();
        Map<ContainerId, HostId> placement = new HashMap<>();
        map(document.getOrDefault("placement", Map.of()))
                .forEach(
                        (container, host) ->
                                placement.put(
                                        new ContainerId(container), new HostId((String) host)));
        NetworkView view =
                NetworkView.of(
                        Instant.parse(text(document, "at")),
                        new Topology(switches, links),
                        maps(document, "hosts").stream().map(ViewDocument::host).toList(),
                        Placement.of(placement),
                        maps(document, "loads").stream().map(ViewDocument::load).toList());
        return view.withRoutes(maps(document, "routes").stream().map(ViewDocument::route).toList())
                .withExpectedLoads(
                        maps(document, "expectedLoads").stream().map(ViewDocument::load).toList());
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

    private static Link link(Map<String, Object> document) {
        return new Link(
                port(text(document, "from")),
                port(text(document, "to")),
                new BitRate(number(document, "capacityBps")),
                optional(document, "latencyNs").map(Duration::ofNanos));
    }

    private static Host host(Map<String, Object> document) {
        return new Host(
                new HostId(text(document, "name")),
                Optional.ofNullable((String) document.get("at")).map(ViewDocument::port),
                optional(document, "accessCapacityBps").map(BitRate::new),
                Boolean.TRUE.equals(document.get("reserved")),
                Boolean.TRUE.equals(document.get("reachable")));
    }

    private static PortLoad load(Map<String, Object> document) {
        return new PortLoad(
                port(text(document, "port")),
                Instant.parse(text(document, "at")),
                new BitRate(number(document, "rxBps")),
                new BitRate(number(document, "txBps")));
    }

    private static Route route(Map<String, Object> document) {
        List<Link> links = maps(document, "links").stream().map(ViewDocument::link).toList();
        return new Route(
                new HostId(text(document, "source")),
                new HostId(text(document, "target")),
                new Path(port(text(document, "from")), port(text(document, "to")), links));
    }

    private static ConnectPoint port(String text) {
        int slash = text.indexOf('/');
        return new ConnectPoint(
                DatapathId.parse(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }

    private static String text(Map<String, Object> document, String key) {
        return String.valueOf(document.get(key));
    }

    private static long number(Map<String, Object> document, String key) {
        return optional(document, key)
                .orElseThrow(() -> new IllegalArgumentException("no number '" + key + "'"));
    }

    private static Optional<Long> optional(Map<String, Object> document, String key) {
        return document.get(key) instanceof Number number
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static List<?> list(Map<String, Object> document, String key) {
        return document.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<Map<String, Object>> maps(Map<String, Object> document, String key) {
        List<Map<String, Object>> maps = new ArrayList<>();
        list(document, key).forEach(each -> maps.add(map(each)));
        return maps;
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, each) -> map.put(String.valueOf(key), each));
        }
        return map;
    }
}
