package io.transship.manager.sdn.floodlight;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which ports are up, and which are flooded to: those that were up when the topology was computed
 * last. Thread-safe.
 */
final class StubPorts {

    private static final JsonMapper JSON = new JsonMapper();

    private final Set<ConnectPoint> enabled = new TreeSet<>();
    private final Set<ConnectPoint> blocked = new TreeSet<>();
    private Set<ConnectPoint> flooded;
    private int computations;

    /** The ports of the recorded switches. */
    StubPorts(Collection<DatapathId> switches) {
        JsonNode described = StubNetwork.sample("switch-all-port-desc");
        for (DatapathId each : switches) {
            for (JsonNode port : described.path(each.toString()).path("port_desc")) {
                if (port.path("state").path(0).asString("").equals("LIVE")) {
                    enabled.add(new ConnectPoint(each, port.path("port_number").asInt(0)));
                }
            }
        }
        flooded = Set.copyOf(enabled);
    }

    synchronized void comesUp(ConnectPoint port) {
        enabled.add(port);
    }

    synchronized void goesDown(ConnectPoint port) {
        enabled.remove(port);
    }

    /** Up, but never flooded to. */
    synchronized void block(ConnectPoint port) {
        blocked.add(port);
        enabled.add(port);
    }

    synchronized boolean isFloodedTo(ConnectPoint port) {
        return flooded.contains(port);
    }

    /** How often the topology was computed because somebody asked for it. */
    synchronized int computations() {
        return computations;
    }

    synchronized String compute() {
        computations++;
        Set<ConnectPoint> now = new TreeSet<>(enabled);
        now.removeAll(blocked);
        flooded = now;
        return "{\"result\":\"paths recomputed\"}";
    }

    synchronized String enabled() {
        return list(enabled);
    }

    synchronized String flooded() {
        return list(flooded);
    }

    private static String list(Collection<ConnectPoint> ports) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (ConnectPoint each : ports) {
            results.addObject()
                    .put("switch", each.datapath().toString())
                    .put("port", String.valueOf(each.port()));
        }
        return answer.toString();
    }
}
