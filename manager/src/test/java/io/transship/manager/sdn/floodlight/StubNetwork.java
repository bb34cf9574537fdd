package io.transship.manager.sdn.floodlight;

import io.transship.core.model.DatapathId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What Floodlight knows, made of the recorded answers. Thread-safe. */
public final class StubNetwork {

    /** What an unknown switch or statistic is answered with, and HTTP 200. */
    static final String EXPLANATION =
            """
            {"   ":"An error has occurred while proccesing your request,",
             "  *":"Please check your URI",
             "Valid statistics and features are":["aggregate","desc","flow","port"]}
            """;

    /** An order without a body. */
    static final String RECOMPUTE = "/wm/routing/paths/force-recompute/json";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern OF_SWITCH =
            Pattern.compile("/wm/core/switch/([^/]+)/(port|port-desc|aggregate|flow)/json");
    private static final Pattern WAY =
            Pattern.compile("/wm/routing/paths/(fast|slow)?/?([^/]+)/([^/]+)/\\d+/json");
    private static final Pattern BANDWIDTH =
            Pattern.compile("/wm/statistics/bandwidth/([^/]+)/([^/]+)/json");

    private final TreeSet<DatapathId> connected = new TreeSet<>();
    private final StubEntries entries = new StubEntries(connected);
    private final StubPorts ports;
    private final ArrayNode devices = (ArrayNode) sample("device").path("devices");
    private final ArrayNode directed = (ArrayNode) sample("topology-directed-links");
    private final ObjectNode counters = (ObjectNode) sample("switch-all-port");
    private final ObjectNode aggregates = (ObjectNode) sample("switch-all-aggregate");
    private long uptime = 1_233_985;
    private long connectedSince = 1_795_288_187_968L;

    StubNetwork() {
        for (int i = 1; i <= 5; i++) {
            connected.add(new DatapathId(i));
        }
        ports = new StubPorts(connected);
    }

    /** A recorded answer. */
    static JsonNode sample(String name) {
        String file = "/floodlight/" + name + ".json";
        try (InputStream in = StubNetwork.class.getResourceAsStream(file)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Which ports are up and flooded to. */
    StubPorts ports() {
        return ports;
    }

    /** Its static entries and the switches' tables. */
    public StubEntries entries() {
        return entries;
    }

    synchronized void restart() {
        uptime = 0;
        connectedSince += 60_000;
        devices.removeAll();
        entries.restart();
        connected.forEach(each -> aggregate(each).put("packet_count", "1").put("byte_count", "42"));
    }

    synchronized void disconnect(int number) {
        connected.remove(new DatapathId(number));
        for (JsonNode device : devices) {
            ArrayNode points = (ArrayNode) device.path("attachmentPoint");
            remove(points, point -> point.path("switch").asString("").equals(id(number)));
        }
    }

    synchronized void connect(int number) {
        connected.add(new DatapathId(number));
        entries.clear(new DatapathId(number));
    }

    /** LLDP got lost in that direction for long enough. */
    synchronized void cut(int from, int to) {
        remove(
                directed,
                link ->
                        link.path("src-switch").asString("").equals(id(from))
                                && link.path("dst-switch").asString("").equals(id(to)));
    }

    /** A machine was seen there; with no address if that is empty. */
    public synchronized void seen(String mac, String ip, int at, int port) {
        remove(devices, device -> device.path("mac").path(0).asString("").equals(mac));
        ObjectNode device = devices.addObject().put("entityClass", "DefaultEntityClass");
        device.putArray("mac").add(mac);
        ArrayNode ips = device.putArray("ipv4");
        if (!ip.isEmpty()) {
            ips.add(ip);
        }
        device.putArray("ipv6");
        device.putArray("vlan").add("0x0");
        device.putArray("attachmentPoint")
                .addObject()
                .put("switch", id(at))
                .put("port", String.valueOf(port));
        device.put("lastSeen", 1_795_288_203_809L);
    }

    /** Bytes that left a switch there. */
    synchronized void sent(int number, int port, long bytes) {
        for (JsonNode each : counters.path(id(number)).path("port_reply").path(0).path("port")) {
            if (each.path("port_number").asString("").equals(String.valueOf(port))) {
                ((ObjectNode) each).put("transmit_bytes", String.valueOf(bytes));
            }
        }
    }

    private ObjectNode aggregate(DatapathId datapath) {
        return (ObjectNode) aggregates.path(datapath.toString()).path("aggregate");
    }

    private static String id(int number) {
        return new DatapathId(number).toString();
    }

    private static void remove(ArrayNode list, Predicate<JsonNode> which) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (which.test(list.get(i))) {
                list.remove(i);
            }
        }
    }

    /** The answer to a question that there is; else Floodlight has a page for it. */
    synchronized Optional<String> answer(String method, String path, String body) {
        if (path.equals("/wm/staticentrypusher/json")) {
            return switch (method) {
                case "POST" -> Optional.of(entries.push(body));
                case "DELETE" -> Optional.of(entries.delete(body));
                default -> Optional.empty();
            };
        }
        if (path.equals(RECOMPUTE)) {
            return method.equals("POST") ? Optional.of(ports.compute()) : Optional.empty();
        }
        return method.equals("GET") ? get(path) : Optional.empty();
    }

    private Optional<String> get(String path) {
        return Optional.ofNullable(
                switch (path) {
                    case "/wm/core/system/uptime/json" ->
                            "{\"systemUptimeMsec\":" + (uptime += 10) + "}";
                    case "/wm/core/controller/switches/json" -> switches().toString();
                    case "/wm/topology/directed-links/json" -> links().toString();
                    case "/wm/device/", "/wm/device/all/json" ->
                            JSON.createObjectNode().set("devices", devices).toString();
                    case "/wm/staticentrypusher/list/all/json" -> entries.list();
                    case "/wm/topology/enabledports/json" -> ports.enabled();
                    case "/wm/topology/broadcastports/json" -> ports.flooded();
                    default -> lessPlain(path);
                });
    }

    private @org.jspecify.annotations.Nullable String lessPlain(String path) {
        Matcher ofSwitch = OF_SWITCH.matcher(path);
        if (ofSwitch.matches()) {
            return ofSwitch(ofSwitch.group(1), ofSwitch.group(2));
        }
        Matcher way = WAY.matcher(path);
        if (way.matches()) {
            return way(way.group(2), way.group(3));
        }
        Matcher bandwidth = BANDWIDTH.matcher(path);
        return bandwidth.matches() ? bandwidth(bandwidth.group(1), bandwidth.group(2)) : null;
    }

    private ArrayNode switches() {
        ArrayNode all = (ArrayNode) sample("controller-switches");
        remove(all, each -> !isConnected(each.path("switchDPID")));
        all.forEach(each -> ((ObjectNode) each).put("connectedSince", connectedSince));
        return all;
    }

    private boolean isConnected(JsonNode datapath) {
        return connected.contains(DatapathId.parse(datapath.asString("")));
    }

    private List<JsonNode> links() {
        List<JsonNode> links = new ArrayList<>();
        for (JsonNode each : directed) {
            if (isConnected(each.path("src-switch")) && isConnected(each.path("dst-switch"))) {
                links.add(each);
            }
        }
        return links;
    }

    private String ofSwitch(String datapath, String what) {
        if (!connected.stream().map(DatapathId::toString).anyMatch(datapath::equals)) {
            return EXPLANATION;
        }
        return switch (what) {
            case "port" -> counters.path(datapath).toString();
            case "port-desc" -> sample("switch-all-port-desc").path(datapath).toString();
            case "aggregate" -> aggregates.path(datapath).toString();
            default -> entries.flows(DatapathId.parse(datapath));
        };
    }

    /**
     * Of a switch that is gone too, with the values it had last; none for a port that never was.
     */
    private static String bandwidth(String datapath, String port) {
        ArrayNode found = JSON.createArrayNode();
        for (JsonNode each : sample("statistics-bandwidth-all")) {
            boolean asked =
                    each.path("dpid").asString("").equals(datapath)
                            && (port.equals("all") || each.path("port").asString("").equals(port));
            if (asked) {
                found.add(each);
            }
        }
        return found.isEmpty() ? "[null]" : found.toString();
    }

    /** In the form of the recorded one, over the links that there are. */
    private String way(String from, String to) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        List<JsonNode> links = StubWays.between(from, to, links());
        if (!links.isEmpty()) {
            ObjectNode result = results.addObject();
            result.put("src_dpid", from).put("dst_dpid", to);
            result.put("hop_count", String.valueOf(links.size())).put("path_index", "0");
            ArrayNode path = result.putArray("path");
            for (JsonNode link : links) {
                path.addObject()
                        .put("dpid", link.path("src-switch").asString(""))
                        .put("port", String.valueOf(link.path("src-port").intValue()));
                path.addObject()
                        .put("dpid", link.path("dst-switch").asString(""))
                        .put("port", String.valueOf(link.path("dst-port").intValue()));
            }
        }
        return answer.toString();
    }
}
