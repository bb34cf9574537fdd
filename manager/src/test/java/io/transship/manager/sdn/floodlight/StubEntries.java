package io.transship.manager.sdn.floodlight;

import io.transship.core.model.DatapathId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Static entries: Floodlight's book, and the switches' tables, which take an entry later than the
 * order was taken, in part, or not at all. Thread-safe.
 */
public final class StubEntries {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> MATCHES = Set.of("in_port", "eth_src", "eth_dst", "eth_type");

    private final Set<DatapathId> connected;
    private final Map<String, JsonNode> book = new LinkedHashMap<>();
    private final Map<DatapathId, Map<String, JsonNode>> tables = new TreeMap<>();
    private final Map<String, Integer> under = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private int readsUntilVisible;
    private boolean swallowing;
    private boolean mangling;

    StubEntries(Set<DatapathId> connected) {
        this.connected = connected;
    }

    /** An entry shows in its switch's table after so many looks into that. */
    public synchronized void visibleAfter(int reads) {
        readsUntilVisible = reads;
    }

    /** Orders are taken, and no switch ever hears of them (an unknown match, a bad address). */
    public synchronized void swallow(boolean all) {
        swallowing = all;
    }

    /** Orders are taken, and laid as entries that drop (a wrong action). */
    synchronized void mangle(boolean all) {
        mangling = all;
    }

    /** "push NAME" and "delete NAME" in their order. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Names of the entries that a switch has now, whether anybody looked or not. */
    public synchronized List<String> in(DatapathId datapath) {
        return List.copyOf(tables.getOrDefault(datapath, Map.of()).keySet());
    }

    /** What an entry in a switch does; empty: drop. */
    synchronized String actions(DatapathId datapath, String name) {
        return tables.get(datapath).get(name).path("actions").asString("");
    }

    synchronized void restart() {
        book.clear();
        tables.clear();
        under.clear();
    }

    /** A switch that connects is cleared, and gets what the book has. */
    synchronized void clear(DatapathId datapath) {
        tables.remove(datapath);
        book.forEach(
                (name, entry) -> {
                    if (entry.path("switch").asString("").equals(datapath.toString())) {
                        table(datapath).put(name, entry);
                    }
                });
    }

    private Map<String, JsonNode> table(DatapathId datapath) {
        return tables.computeIfAbsent(datapath, _ -> new LinkedHashMap<>());
    }

    synchronized String push(String body) {
        JsonNode entry;
        try {
            entry = JSON.readTree(body);
        } catch (JacksonException e) {
            return "{\"status\" : \"Error! Could not parse flow mod, see log for details.\"}";
        }
        if (!entry.has("switch")) {
            return "{\"status\" : \"Warning! Must specify switch DPID in flow. The flow has been"
                    + " discarded.\"}";
        }
        String name = entry.path("name").asString("");
        log.add("push " + name);
        DatapathId datapath = DatapathId.parse(entry.path("switch").asString(""));
        if (!name.isEmpty() && connected.contains(datapath) && !swallowing && matches(entry)) {
            tables.values().forEach(table -> table.remove(name));
            book.put(name, entry);
            under.put(name, readsUntilVisible);
            table(datapath).put(name, mangling ? mangled(entry) : entry);
        }
        return StubNetwork.sample("staticentrypusher-push").toString();
    }

    /** An unknown match is not laid. */
    private static boolean matches(JsonNode entry) {
        return entry.propertyNames().stream()
                .filter(
                        key ->
                                !Set.of(
                                                "switch",
                                                "name",
                                                "priority",
                                                "hard_timeout",
                                                "active",
                                                "actions")
                                        .contains(key))
                .allMatch(MATCHES::contains);
    }

    private static JsonNode mangled(JsonNode entry) {
        return ((ObjectNode) entry.deepCopy()).put("actions", "");
    }

    synchronized String delete(String body) {
        if (body.isEmpty()) {
            return "{\"status\" : \"Error! No data posted.\"}";
        }
        String name = JSON.readTree(body).path("name").asString("");
        log.add("delete " + name);
        book.remove(name);
        tables.values().forEach(table -> table.remove(name));
        return "{\"status\" : \"Entry " + name + " deleted\"}";
    }

    synchronized String list() {
        ObjectNode list = JSON.createObjectNode();
        book.forEach(
                (name, entry) ->
                        list.withArrayProperty(entry.path("switch").asString(""))
                                .addObject()
                                .set(name, listed(entry)));
        return list.toString();
    }

    private static JsonNode listed(JsonNode entry) {
        ObjectNode listed = JSON.createObjectNode();
        listed.put("version", "OF_13").put("command", "ADD");
        listed.put("priority", entry.path("priority").asString(""));
        describe(entry, listed);
        return listed;
    }

    private static void describe(JsonNode entry, ObjectNode into) {
        ObjectNode match = into.putObject("match");
        MATCHES.stream()
                .filter(entry::has)
                .forEach(key -> match.put(key, entry.path(key).asString("")));
        ObjectNode instructions = into.putObject("instructions");
        String actions = entry.path("actions").asString("");
        if (actions.isEmpty()) {
            instructions.put("none", "drop");
        } else {
            instructions.putObject("instruction_apply_actions").put("actions", actions);
        }
    }

    /** A look into a switch's table. */
    synchronized String flows(DatapathId datapath) {
        ObjectNode answer = (ObjectNode) StubNetwork.sample("switch-one-flow");
        ArrayNode flows = (ArrayNode) answer.path("flows");
        table(datapath)
                .forEach(
                        (name, entry) -> {
                            int reads = under.merge(name, -1, Integer::sum);
                            if (reads < 0) {
                                flows.add(flow(entry));
                            }
                        });
        return answer.toString();
    }

    private static JsonNode flow(JsonNode entry) {
        ObjectNode flow = JSON.createObjectNode();
        flow.put("version", "OF_13").put("table_id", "0x0");
        flow.put("packet_count", "7").put("byte_count", "700");
        flow.put("priority", entry.path("priority").asString(""));
        describe(entry, flow);
        return flow;
    }
}
