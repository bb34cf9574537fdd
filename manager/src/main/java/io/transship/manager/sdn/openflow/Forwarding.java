package io.transship.manager.sdn.openflow;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.MacAddress;
import io.transship.core.model.Topology;
import io.transship.core.topology.ShortestPaths;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.projectfloodlight.openflow.protocol.OFFlowMod;

/**
 * Lays one entry per known address on every switch, along the shortest ways to where it is, and
 * relays what changes when links come and go. An entry that changes is overwritten, never deleted
 * and laid anew, so that its counters go on.
 *
 * <p>An address that can't be reached keeps its entries: its frames end at the broken cable, as
 * they should, and a switch that only lost its control channel goes on being served. Lives on the
 * event loop.
 */
final class Forwarding {

    private final ControlLoop loop;
    private final Switches switches;
    private final HostTracker hosts;
    private final Map<DatapathId, Map<MacAddress, Integer>> laid = new TreeMap<>();
    private final Map<DatapathId, Map<DatapathId, Link>> trees = new HashMap<>();
    private final Set<DatapathId> rewriting = new HashSet<>();
    private final List<Runnable> followers = new ArrayList<>();
    private Topology topology = Topology.empty();
    private boolean refreshing;

    Forwarding(ControlLoop loop, Switches switches, HostTracker hosts) {
        this.loop = loop;
        this.switches = switches;
        this.hosts = hosts;
    }

    /** After each refresh this runs. */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    /** From now on the switch has all its entries in the table after rewriting, too. */
    void rewrites(DatapathId datapath) {
        if (rewriting.add(datapath)) {
            List<OFFlowMod> mods = new ArrayList<>();
            mods.add(Flows.in(Flows.AFTER_REWRITING, Flows.tableMiss()));
            laid.getOrDefault(datapath, Map.of())
                    .forEach((mac, port) -> mods.add(rewritten(Flows.route(mac, port))));
            switches.find(datapath).ifPresent(to -> to.send(mods));
        }
    }

    private static OFFlowMod rewritten(OFFlowMod entry) {
        return Flows.in(Flows.AFTER_REWRITING, entry);
    }

    /** Links came or went. */
    void changed(Topology now) {
        topology = now;
        trees.clear();
        refresh();
    }

    /** A host came, moved or went; several changes of one moment are worked off together. */
    void changed() {
        if (!refreshing) {
            refreshing = true;
            loop.soon(this::refresh);
        }
    }

    /** The switch has no entries of ours (any more). */
    void lost(DatapathId datapath) {
        laid.remove(datapath);
        rewriting.remove(datapath);
    }

    /** Sends the switches what differs from what they have. */
    void refresh() {
        refreshing = false;
        Map<DatapathId, List<OFFlowMod>> changes = new TreeMap<>();
        List<DatapathId> order = new ArrayList<>();
        for (AttachedHost host : hosts.all()) {
            if (topology.switches().contains(host.at().datapath())) {
                lay(host, changes, order);
            }
        }
        removeForgotten(changes);
        order.addAll(changes.keySet());
        for (DatapathId datapath : order) {
            List<OFFlowMod> mods = changes.remove(datapath);
            if (mods != null) {
                switches.find(datapath).ifPresent(to -> to.send(everywhere(datapath, mods)));
            }
        }
        followers.forEach(Runnable::run);
    }

    private List<OFFlowMod> everywhere(DatapathId datapath, List<OFFlowMod> mods) {
        if (!rewriting.contains(datapath)) {
            return mods;
        }
        List<OFFlowMod> twice = new ArrayList<>(mods);
        mods.forEach(mod -> twice.add(rewritten(mod)));
        return twice;
    }

    /** Whether frames get from one switch to the other. */
    boolean reaches(DatapathId from, DatapathId to) {
        return from.equals(to) || towards(to).containsKey(from);
    }

    private Map<DatapathId, Link> towards(DatapathId root) {
        return trees.computeIfAbsent(root, none -> ShortestPaths.towards(topology, root));
    }

    private void lay(
            AttachedHost host, Map<DatapathId, List<OFFlowMod>> changes, List<DatapathId> order) {
        ConnectPoint at = host.at();
        put(host.mac(), at, changes, order);
        for (Link link : towards(at.datapath()).values()) {
            put(host.mac(), link.from(), changes, order);
        }
    }

    private void put(
            MacAddress mac,
            ConnectPoint out,
            Map<DatapathId, List<OFFlowMod>> changes,
            List<DatapathId> order) {
        Integer before =
                laid.computeIfAbsent(out.datapath(), none -> new HashMap<>()).put(mac, out.port());
        if (before == null || before != out.port()) {
            changes.computeIfAbsent(out.datapath(), none -> new ArrayList<>())
                    .add(Flows.route(mac, out.port()));
            order.add(out.datapath());
        }
    }

    private void removeForgotten(Map<DatapathId, List<OFFlowMod>> changes) {
        for (SwitchConnection connection : switches.all()) {
            DatapathId datapath = connection.datapath();
            Map<MacAddress, Integer> entries = laid.getOrDefault(datapath, Map.of());
            entries.keySet()
                    .removeIf(
                            mac -> {
                                boolean forgotten = hosts.find(mac).isEmpty();
                                if (forgotten) {
                                    changes.computeIfAbsent(datapath, none -> new ArrayList<>())
                                            .add(Flows.deleteRoute(mac));
                                }
                                return forgotten;
                            });
        }
    }
}
