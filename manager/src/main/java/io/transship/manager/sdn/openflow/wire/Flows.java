package io.transship.manager.sdn.openflow.wire;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.ArpOpcode;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;
import org.projectfloodlight.openflow.types.U8;

/**
 * Every flow entry that we lay, highest priority first:
 *
 * <pre>
 * 120  link probe                       -> controller
 * 110  question for a held address      -> controller (ARP request, neighbour solicitation)
 * 105  from a fenced container          -> controller
 * 100  to a held container              -> controller
 *  20  of a service address             -> rewritten (see the package "service")
 *  10  to a known address               -> the next port
 *   1  from a port that floods us       -> nothing, for a second
 *   0  anything else                    -> controller
 * </pre>
 *
 * The cookie says what an entry is: a mark of ours, the hold it belongs to, and its {@link Kind}.
 */
public final class Flows {

    /** Builds messages of OpenFlow 1.3. */
    public static final OFFactory FACTORY = OFFactories.getFactory(OFVersion.OF_13);

    /** What an entry is for; the lowest byte of its cookie. */
    public enum Kind {
        /** Table miss, link probes, and blocked ports. */
        BASE(0),
        /** The way to an address. */
        ROUTE(1),
        /** Frames to a held container. */
        HOLD(2),
        /** ARP requests and neighbour solicitations for a held container. */
        QUESTION(3),
        /** Frames from a fenced container. */
        FENCE(4),
        /** To and from a service address. */
        SERVICE(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** The table for frames whose source was rewritten. */
    public static final TableId AFTER_REWRITING = TableId.of(1);

    private static final long MARK = 0x5472_0000_0000_0000L;
    private static final long MARK_MASK = 0xffff_0000_0000_0000L;
    private static final long HOLD_MASK = ~0xffL;
    private static final int WHOLE_FRAME = 0xffff;
    private static final U8 NEIGHBOUR_SOLICITATION = U8.of((short) 135);
    private static final List<OFAction> TO_CONTROLLER =
            List.of(FACTORY.actions().output(OFPort.CONTROLLER, WHOLE_FRAME));

    private Flows() {}

    /** The cookie of an entry; hold 0 is none. */
    public static long cookie(Kind kind, int hold) {
        return MARK | ((long) hold << 8) | kind.code;
    }

    /** What the entry with this cookie is for; empty if it is none of ours. */
    public static Optional<Kind> kind(long cookie) {
        if ((cookie & MARK_MASK) != MARK) {
            return Optional.empty();
        }
        return Stream.of(Kind.values()).filter(kind -> kind.code == (cookie & 0xff)).findFirst();
    }

    /** The hold that the entry with this cookie belongs to; 0 is none. */
    public static int hold(long cookie) {
        return (int) (cookie >>> 8);
    }

    /** Removes every entry of ours, of this run or an earlier one. */
    public static OFFlowMod deleteOurs() {
        return delete(MARK, MARK_MASK);
    }

    /** Removes all entries of a hold. */
    public static OFFlowMod deleteHold(int hold) {
        return delete(cookie(Kind.BASE, hold), HOLD_MASK);
    }

    /** What has no entry comes to us whole. */
    public static OFFlowMod tableMiss() {
        return add(cookie(Kind.BASE, 0), 0, FACTORY.matchWildcardAll(), TO_CONTROLLER, 0);
    }

    /** Link probes come to us, whatever else is laid. */
    public static OFFlowMod probes() {
        Match match =
                FACTORY.buildMatch()
                        .setExact(MatchField.ETH_TYPE, EthType.of(LinkProbe.ETHER_TYPE))
                        .build();
        return add(cookie(Kind.BASE, 0), 120, match, TO_CONTROLLER, 0);
    }

    /** Drops what has no entry and comes from this port, for so long. */
    public static OFFlowMod block(int port, int seconds) {
        Match match = FACTORY.buildMatch().setExact(MatchField.IN_PORT, OFPort.of(port)).build();
        return add(cookie(Kind.BASE, 0), 1, match, List.of(), seconds);
    }

    /** Frames to this address leave by this port. */
    public static OFFlowMod route(MacAddress destination, int port) {
        return add(cookie(Kind.ROUTE, 0), 10, to(destination), List.of(output(port)), 0);
    }

    /** The same entry in another table. */
    public static OFFlowMod in(TableId table, OFFlowMod entry) {
        return entry.createBuilder().setTableId(table).build();
    }

    /** Frames to this address have no entry any more. */
    public static OFFlowMod deleteRoute(MacAddress destination) {
        return FACTORY.buildFlowDeleteStrict()
                .setTableId(TableId.of(0))
                .setPriority(10)
                .setMatch(to(destination))
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .build();
    }

    /** Frames to the container, and questions for its addresses, come to us. */
    public static List<OFFlowMod> hold(
            int hold, MacAddress mac, List<IpAddress> ips, int leaseSeconds) {
        List<OFFlowMod> entries = new ArrayList<>();
        entries.add(add(cookie(Kind.HOLD, hold), 100, to(mac), TO_CONTROLLER, leaseSeconds));
        for (IpAddress ip : ips) {
            long cookie = cookie(Kind.QUESTION, hold);
            entries.add(add(cookie, 110, question(ip), TO_CONTROLLER, leaseSeconds));
        }
        return entries;
    }

    /** An ARP request for an IPv4 address, or a neighbour solicitation for one of IPv6. */
    private static Match question(IpAddress ip) {
        if (ip.toInetAddress() instanceof Inet4Address) {
            return FACTORY.buildMatch()
                    .setExact(MatchField.ETH_TYPE, EthType.ARP)
                    .setExact(MatchField.ARP_OP, ArpOpcode.REQUEST)
                    .setExact(MatchField.ARP_TPA, IPv4Address.of(ip.bytes()))
                    .build();
        }
        return FACTORY.buildMatch()
                .setExact(MatchField.ETH_TYPE, EthType.IPv6)
                .setExact(MatchField.IP_PROTO, IpProtocol.IPv6_ICMP)
                .setExact(MatchField.ICMPV6_TYPE, NEIGHBOUR_SOLICITATION)
                .setExact(MatchField.IPV6_ND_TARGET, IPv6Address.of(ip.bytes()))
                .build();
    }

    /** Frames from the container come to us. */
    public static OFFlowMod fence(int hold, MacAddress mac, int leaseSeconds) {
        Match from = FACTORY.buildMatch().setExact(MatchField.ETH_SRC, ethernet(mac)).build();
        return add(cookie(Kind.FENCE, hold), 105, from, TO_CONTROLLER, leaseSeconds);
    }

    /** Sends {@code frame} out of each of the ports. */
    public static OFPacketOut packetOut(byte[] frame, List<Integer> ports) {
        return packetOut(frame, List.of(), ports);
    }

    /** Sends {@code frame}, changed by these actions, out of each of the ports. */
    public static OFPacketOut packetOut(byte[] frame, List<OFAction> changes, List<Integer> ports) {
        return FACTORY.buildPacketOut()
                .setBufferId(OFBufferId.NO_BUFFER)
                .setInPort(OFPort.CONTROLLER)
                .setActions(
                        Stream.concat(changes.stream(), ports.stream().map(Flows::output)).toList())
                .setData(frame)
                .build();
    }

    private static Match to(MacAddress destination) {
        return FACTORY.buildMatch().setExact(MatchField.ETH_DST, ethernet(destination)).build();
    }

    private static org.projectfloodlight.openflow.types.MacAddress ethernet(MacAddress mac) {
        return org.projectfloodlight.openflow.types.MacAddress.of(mac.value());
    }

    private static OFAction output(int port) {
        return FACTORY.actions().output(OFPort.of(port), WHOLE_FRAME);
    }

    private static OFFlowMod add(
            long cookie, int priority, Match match, List<OFAction> actions, int seconds) {
        return FACTORY.buildFlowAdd()
                .setTableId(TableId.of(0))
                .setCookie(U64.of(cookie))
                .setPriority(priority)
                .setMatch(match)
                .setHardTimeout(seconds)
                .setBufferId(OFBufferId.NO_BUFFER)
                .setInstructions(List.of(FACTORY.instructions().applyActions(actions)))
                .build();
    }

    private static OFFlowMod delete(long cookie, long mask) {
        return FACTORY.buildFlowDelete()
                .setTableId(TableId.ALL)
                .setCookie(U64.of(cookie))
                .setCookieMask(U64.of(mask))
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .build();
    }
}
