package io.transship.manager.sdn.floodlight;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.MacAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of our entries in one switch. They match a MAC address and nothing else, so that ARP is
 * caught too.
 *
 * <p>The name is the container's and the switch's alone: Floodlight has each name once over all
 * switches, and an entry that is pushed again replaces the one before, also after a crash.
 *
 * @param datapath the switch
 * @param kind what it is for
 * @param mac the container
 * @param out the port that frames leave by; empty: they are dropped
 */
record StaticEntry(DatapathId datapath, Kind kind, MacAddress mac, OptionalInt out) {

    /** All our names begin so. */
    static final String PREFIX = "transship-";

    /**
     * After so long a fence goes by itself, if nobody is left to take it away: longer than a
     * migration may take, since nothing but this keeps an undecided copy apart.
     */
    static final Duration FENCE_LASTS = Duration.ofHours(1);

    /** What our entries are for. */
    enum Kind {
        /**
         * Where frames to the container go; above Floodlight's own entries, whose priority is 1.
         */
        ROUTE(40_000, "eth_dst"),
        /** Nothing reaches the container. */
        HOLD(50_000, "eth_dst"),
        /** Nothing is heard of the container. */
        FENCE(50_001, "eth_src");

        private final int priority;
        private final String field;

        Kind(int priority, String field) {
            this.priority = priority;
            this.field = field;
        }
    }

    /** Frames to the container leave this switch by that port. */
    static StaticEntry route(MacAddress mac, ConnectPoint out) {
        return new StaticEntry(out.datapath(), Kind.ROUTE, mac, OptionalInt.of(out.port()));
    }

    /** Frames to or from the container end at this switch. */
    static StaticEntry drop(Kind kind, MacAddress mac, DatapathId datapath) {
        return new StaticEntry(datapath, kind, mac, OptionalInt.empty());
    }

    String name() {
        return PREFIX
                + mac.toString().replace(":", "")
                + "-"
                + kind.name().toLowerCase(Locale.ROOT)
                + "-"
                + datapath.toString().replace(":", "");
    }

    private String actions() {
        return out.isPresent() ? "output=" + out.getAsInt() : "";
    }

    /**
     * What is posted. Never {@code "active": "false"}, which lays a rule that drops everything it
     * half understood.
     */
    JsonNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("switch", datapath.toString());
        document.put("name", name());
        document.put("priority", String.valueOf(kind.priority));
        document.put(kind.field, mac.toString());
        if (out.isEmpty()) {
            document.put("hard_timeout", String.valueOf(FENCE_LASTS.toSeconds()));
        }
        document.put("active", "true");
        document.put("actions", actions());
        return document;
    }

    static JsonNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    /** Whether the switch's entry stands where this one should, whatever it does. */
    boolean standsIn(SwitchFlow flow) {
        return flow.priority() == kind.priority
                && flow.match().equals(Map.of(kind.field, mac.toString()));
    }

    /** Whether the switch has this very entry. */
    boolean is(SwitchFlow flow) {
        return standsIn(flow) && flow.actions().equals(actions());
    }
}
