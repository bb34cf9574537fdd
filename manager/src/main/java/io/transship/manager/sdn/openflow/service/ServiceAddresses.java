package io.transship.manager.sdn.openflow.service;

import io.transship.core.container.PortBinding;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.ServiceAddress;
import io.transship.manager.sdn.openflow.wire.Frame;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.match.Match;

/**
 * Which service addresses there are and on which hosts, and the flow entries that follow from it.
 * Clients only ever see the service address; on a move it is rewritten to another host from one
 * moment to the next, beneath the hold. Lives on the event loop.
 */
public final class ServiceAddresses {

    private final Switches switches;
    private final Function<ConnectPoint, Optional<AttachedHost>> stations;
    private final Consumer<DatapathId> rewriting;
    private final Map<MacAddress, ServiceAddress> services = new TreeMap<>();
    private final Map<MacAddress, ConnectPoint> places = new HashMap<>();
    private final Map<DatapathId, Map<Match, OFFlowMod>> laid = new HashMap<>();

    /**
     * None yet.
     *
     * @param stations which host of the configuration is attached there, with its own addresses
     * @param rewriting is told of each switch that is about to rewrite sources: it needs its routes
     *     in the second table
     */
    public ServiceAddresses(
            Switches switches,
            Function<ConnectPoint, Optional<AttachedHost>> stations,
            Consumer<DatapathId> rewriting) {
        this.switches = switches;
        this.stations = stations;
        this.rewriting = rewriting;
    }

    /** There is such a service; it is reached from when its place is told. */
    public void put(ServiceAddress service) {
        services.put(service.mac(), service);
    }

    /**
     * The container behind this MAC address, if it has a service address, runs there from now on.
     */
    public void moved(MacAddress mac, ConnectPoint to) {
        if (services.containsKey(mac)) {
            places.put(mac, to);
        }
    }

    /** What seemed to run at one port runs at the other. */
    public void follow(ConnectPoint from, ConnectPoint to) {
        places.replaceAll((mac, at) -> at.equals(from) ? to : at);
    }

    /** There is no such service any more. */
    public void remove(MacAddress mac) {
        services.remove(mac);
        places.remove(mac);
    }

    /** The switch has no entries of ours (any more). */
    public void lost(DatapathId datapath) {
        laid.remove(datapath);
    }

    /** Sends the switches what differs from what they have. */
    public void refresh() {
        if (services.isEmpty() && laid.isEmpty()) {
            return;
        }
        Map<DatapathId, Map<Match, OFFlowMod>> wanted = wanted();
        for (SwitchConnection connection : switches.all()) {
            DatapathId datapath = connection.datapath();
            Map<Match, OFFlowMod> now = wanted.getOrDefault(datapath, Map.of());
            Map<Match, OFFlowMod> before = laid.getOrDefault(datapath, Map.of());
            if (!now.equals(before)) {
                connection.send(difference(before, now));
                laid.put(datapath, now);
            }
        }
    }

    /** Additions first: who has been rewritten to one host is never not rewritten at all. */
    private static List<OFFlowMod> difference(
            Map<Match, OFFlowMod> before, Map<Match, OFFlowMod> now) {
        List<OFFlowMod> changes = new ArrayList<>();
        now.forEach(
                (match, entry) -> {
                    if (!entry.equals(before.get(match))) {
                        changes.add(entry);
                    }
                });
        Set<Match> gone = new HashSet<>(before.keySet());
        gone.removeAll(now.keySet());
        gone.forEach(match -> changes.add(ServiceFlows.delete(match)));
        return changes;
    }

    private Map<DatapathId, Map<Match, OFFlowMod>> wanted() {
        Map<DatapathId, Map<Match, OFFlowMod>> wanted = new HashMap<>();
        for (ServiceAddress service : services.values()) {
            for (SwitchConnection connection : switches.all()) {
                put(wanted, connection.datapath(), ServiceFlows.question(service));
            }
            ConnectPoint at = places.get(service.mac());
            Optional<AttachedHost> host = at == null ? Optional.empty() : stations.apply(at);
            host.ifPresent(
                    there -> {
                        DatapathId datapath = there.at().datapath();
                        rewriting.accept(datapath);
                        ServiceFlows.atHost(service, there, there.ip().orElseThrow())
                                .forEach(entry -> put(wanted, datapath, entry));
                    });
        }
        return wanted;
    }

    private static void put(
            Map<DatapathId, Map<Match, OFFlowMod>> entries, DatapathId at, OFFlowMod entry) {
        entries.computeIfAbsent(at, none -> new HashMap<>()).put(entry.getMatch(), entry);
    }

    /** Answers who asks for a service address; whether that was it. */
    public boolean answered(ConnectPoint at, Frame frame) {
        Optional<Frame.Arp> question = frame.arp().filter(Frame.Arp::request);
        Optional<ServiceAddress> asked = question.flatMap(arp -> service(arp.targetIp()));
        if (asked.isEmpty() || asked.get().mac().equals(frame.source())) {
            return false;
        }
        byte[] answer = Frame.arpReply(question.orElseThrow(), asked.get().mac());
        switches.output(Set.of(at), answer);
        return true;
    }

    private Optional<ServiceAddress> service(IpAddress ip) {
        return services.values().stream().filter(each -> each.ip().equals(ip)).findFirst();
    }

    /**
     * Sends a frame past the flow entries, rewritten as they would have done it.
     *
     * @param from where it came in
     * @param to where it goes out
     */
    public void output(ConnectPoint from, ConnectPoint to, Frame frame) {
        switches.output(to, rewritten(from, to, frame), frame.bytes());
    }

    private List<OFAction> rewritten(ConnectPoint from, ConnectPoint to, Frame frame) {
        Optional<Frame.Transport> transport =
                services.isEmpty() ? Optional.empty() : frame.transport();
        List<OFAction> actions = new ArrayList<>();
        transport.ifPresent(
                each -> {
                    actions.addAll(source(from, frame, each));
                    actions.addAll(destination(to, frame, each));
                });
        return actions;
    }

    private List<OFAction> destination(ConnectPoint to, Frame frame, Frame.Transport transport) {
        ServiceAddress service = services.get(frame.destination());
        Optional<AttachedHost> host = stations.apply(to);
        boolean meant =
                service != null
                        && frame.ipv4Destination().filter(service.ip()::equals).isPresent()
                        && has(service, transport.protocol(), transport.destinationPort());
        return meant && host.isPresent()
                ? ServiceFlows.towardsHost(host.get().mac(), host.get().ip().orElseThrow())
                : List.of();
    }

    private List<OFAction> source(ConnectPoint from, Frame frame, Frame.Transport transport) {
        Optional<AttachedHost> host =
                stations.apply(from)
                        .filter(each -> each.mac().equals(frame.source()))
                        .filter(each -> each.ip().equals(frame.ipv4Source()));
        return host.isEmpty()
                ? List.of()
                : services.values().stream()
                        .filter(each -> from.equals(places.get(each.mac())))
                        .filter(each -> has(each, transport.protocol(), transport.sourcePort()))
                        .findFirst()
                        .map(ServiceFlows::fromService)
                        .orElse(List.of());
    }

    private static boolean has(ServiceAddress service, String protocol, int port) {
        return service.ports().contains(new PortBinding(port, port, protocol));
    }
}
