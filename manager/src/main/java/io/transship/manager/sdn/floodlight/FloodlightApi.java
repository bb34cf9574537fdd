package io.transship.manager.sdn.floodlight;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.PortSample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What we ask of Floodlight, in our own types. Thread-safe.
 *
 * <p>Switches are asked one by one, 1–2 ms each: a question to "all" takes a second at least, and
 * up to twelve if one of them is silent. Loads come from the switches' own counters, not from
 * Floodlight's bandwidth collector: that one is renewed each ten seconds only, keeps the values of
 * switches that are gone, and takes a counter that began anew for one that wrapped.
 */
final class FloodlightApi {

    private final FloodlightClient client;
    private final InstantSource clock;

    /**
     * Asks by that client.
     *
     * @param clock for the moments of samples
     */
    FloodlightApi(FloodlightClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** One direction of a cable, as LLDP found it. */
    record Cable(ConnectPoint from, ConnectPoint to, Duration latency) {}

    /** A machine that sent something which reached the controller. */
    record Device(MacAddress mac, List<IpAddress> ips, Optional<ConnectPoint> at) {}

    private Answer get(String path) {
        return new Answer(path, client.get(path));
    }

    /** How long it has been running; less than before after a restart. */
    Duration uptime() {
        return Duration.ofMillis(get("/wm/core/system/uptime/json").count("systemUptimeMsec"));
    }

    /** The connected switches, and since when each is (its word, in ms: only good to compare). */
    Map<DatapathId, Long> switches() {
        Map<DatapathId, Long> since = new HashMap<>();
        for (Answer each : get("/wm/core/controller/switches/json").items("switches")) {
            since.put(each.datapath("switchDPID"), each.count("connectedSince"));
        }
        return since;
    }

    /**
     * Every direction of every cable. Its other list, of whole cables, has the latency of one
     * direction only.
     */
    List<Cable> cables() {
        List<Cable> cables = new ArrayList<>();
        for (Answer each : get("/wm/topology/directed-links/json").items("links")) {
            Optional<ConnectPoint> from = end(each, "src-switch", "src-port");
            Optional<ConnectPoint> to = end(each, "dst-switch", "dst-port");
            if (from.isPresent() && to.isPresent()) {
                cables.add(
                        new Cable(from.get(), to.get(), Duration.ofMillis(each.count("latency"))));
            }
        }
        return cables;
    }

    private static Optional<ConnectPoint> end(Answer each, String datapath, String port) {
        OptionalInt number = each.port(port);
        return number.isPresent()
                ? Optional.of(new ConnectPoint(each.datapath(datapath), number.getAsInt()))
                : Optional.empty();
    }

    /** Every machine that was seen; the slash at the end belongs to the question. */
    List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (Answer each : get("/wm/device/").list("devices")) {
            List<IpAddress> ips =
                    each.list("ipv4").stream().map(ip -> ip.parsed(IpAddress::new)).toList();
            Optional<ConnectPoint> at =
                    each.list("attachmentPoint").stream()
                            .flatMap(point -> end(point, "switch", "port").stream())
                            .findFirst();
            for (Answer mac : each.list("mac")) {
                devices.add(new Device(mac.parsed(MacAddress::parse), ips, at));
            }
        }
        return devices;
    }

    /** What each port of a switch claims to carry; ports that claim nothing are left out. */
    Map<Integer, BitRate> speeds(DatapathId datapath) {
        Map<Integer, BitRate> speeds = new HashMap<>();
        for (Answer each : get(ofSwitch(datapath, "port-desc")).list("port_desc")) {
            // In kbit/s, as OpenFlow has it.
            long bps = Math.multiplyExact(each.count("curr_speed"), 1000L);
            OptionalInt port = each.port("port_number");
            if (port.isPresent() && bps > 0) {
                speeds.put(port.getAsInt(), new BitRate(bps));
            }
        }
        return speeds;
    }

    private static String ofSwitch(DatapathId datapath, String what) {
        return "/wm/core/switch/" + datapath + "/" + what + "/json";
    }

    /** A switch's counters over all its entries. */
    AggregateSample aggregate(DatapathId datapath) {
        Answer sum = get(ofSwitch(datapath, "aggregate")).at("aggregate");
        return new AggregateSample(
                datapath,
                clock.instant(),
                sum.count("flow_count"),
                sum.count("packet_count"),
                sum.count("byte_count"));
    }

    /** The counters of a switch's ports, as the switch says them at this moment. */
    List<PortSample> ports(DatapathId datapath) {
        Answer reply = get(ofSwitch(datapath, "port"));
        Instant now = clock.instant();
        List<PortSample> samples = new ArrayList<>();
        for (Answer part : reply.list("port_reply")) {
            for (Answer each : part.list("port")) {
                OptionalInt port = each.port("port_number");
                if (port.isPresent()) {
                    ConnectPoint at = new ConnectPoint(datapath, port.getAsInt());
                    samples.add(sample(at, now, each));
                }
            }
        }
        return samples;
    }

    private static PortSample sample(ConnectPoint at, Instant now, Answer counters) {
        return new PortSample(
                at,
                now,
                counters.count("receive_bytes"),
                counters.count("transmit_bytes"),
                counters.count("receive_packets"),
                counters.count("transmit_packets"));
    }

    /**
     * The ports that frames leave and enter switches by, in turn, on their way between two
     * switches; empty if there is no way. Asked as "fast": the plain question does not heed how
     * many are wanted.
     */
    List<ConnectPoint> way(DatapathId from, DatapathId to) {
        String question = "/wm/routing/paths/fast/" + from + "/" + to + "/1/json";
        List<Answer> results = get(question).list("results");
        if (results.isEmpty()) {
            return List.of();
        }
        List<ConnectPoint> points = new ArrayList<>();
        for (Answer each : results.getFirst().list("path")) {
            points.add(
                    end(each, "dpid", "port")
                            .orElseThrow(() -> Answer.invalid(question, "a port that is none")));
        }
        return points;
    }

    /** Ports that are up. */
    Set<ConnectPoint> enabledPorts() {
        return portsIn("/wm/topology/enabledports/json");
    }

    /** Ports that are flooded to: whoever asks for an address is heard there. */
    Set<ConnectPoint> broadcastPorts() {
        return portsIn("/wm/topology/broadcastports/json");
    }

    private Set<ConnectPoint> portsIn(String question) {
        Set<ConnectPoint> ports = new HashSet<>();
        for (Answer each : get(question).list("results")) {
            end(each, "switch", "port").ifPresent(ports::add);
        }
        return ports;
    }

    /** Has the topology computed anew, and with it the ports that are flooded to. */
    void recompute() {
        client.post("/wm/routing/paths/force-recompute/json");
    }

    /** The names of the static entries that Floodlight has in its own book; not the switch's. */
    Set<String> entryNames() {
        Answer book = get("/wm/staticentrypusher/list/all/json");
        Set<String> names = new HashSet<>();
        for (String datapath : book.node().propertyNames()) {
            for (Answer each : book.list(datapath)) {
                names.addAll(each.node().propertyNames());
            }
        }
        return names;
    }

    /** The entries that a switch has. */
    Collection<SwitchFlow> flows(DatapathId datapath) {
        return get(ofSwitch(datapath, "flow")).list("flows").stream()
                .map(SwitchFlow::read)
                .toList();
    }

    /** Orders an entry. That the order was taken says nothing of the switch. */
    void push(StaticEntry entry) {
        client.post("/wm/staticentrypusher/json", entry.document());
    }

    /** Orders that the entry of that name goes; the same answer for one that there never was. */
    void delete(String name) {
        client.delete("/wm/staticentrypusher/json", StaticEntry.named(name));
    }
}
