package io.transship.manager.sdn.openflow.service;

import static io.transship.manager.sdn.openflow.wire.Flows.FACTORY;

import io.transship.core.container.PortBinding;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.ServiceAddress;
import io.transship.manager.sdn.openflow.wire.Flows;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U64;

/**
 * The flow entries of service addresses. In table 0, below holds and above routes:
 *
 * <pre>
 *  20  to the service address and port     -> host's address, out of its port     (host's switch)
 *  20  from the host's address and port    -> service address, then table 1       (host's switch)
 *  20  ARP to the service's MAC address    -> controller                          (every switch)
 * </pre>
 *
 * What comes from the service address now has to be sent on by its new source. So table 1 of such a
 * switch has the routes of table 0 once more, and sends everything else to the controller, too.
 */
final class ServiceFlows {

    private static final int PRIORITY = 20;
    private static final TableId FIRST = TableId.of(0);
    private static final U64 COOKIE = U64.of(Flows.cookie(Flows.Kind.SERVICE, 0));

    private ServiceFlows() {}

    /** All entries of the switch where the host is attached. */
    static List<OFFlowMod> atHost(ServiceAddress service, AttachedHost host, IpAddress hostIp) {
        List<OFFlowMod> entries = new ArrayList<>();
        for (PortBinding port : service.ports()) {
            List<OFAction> in = new ArrayList<>(towardsHost(host.mac(), hostIp));
            in.add(FACTORY.actions().output(OFPort.of(host.at().port()), 0xffff));
            entries.add(
                    add(
                            toService(service, port),
                            List.of(FACTORY.instructions().applyActions(in))));
            entries.add(
                    add(
                            fromHost(host, hostIp, port),
                            List.of(
                                    FACTORY.instructions().applyActions(fromService(service)),
                                    FACTORY.instructions().gotoTable(Flows.AFTER_REWRITING))));
        }
        return entries;
    }

    /** Whoever knows the address already asks its owner alone whether it is still there. */
    static OFFlowMod question(ServiceAddress service) {
        Match match =
                FACTORY.buildMatch()
                        .setExact(MatchField.ETH_TYPE, EthType.ARP)
                        .setExact(MatchField.ETH_DST, ethernet(service.mac()))
                        .build();
        List<OFAction> actions = List.of(FACTORY.actions().output(OFPort.CONTROLLER, 0xffff));
        return add(match, List.of(FACTORY.instructions().applyActions(actions)));
    }

    static OFFlowMod delete(Match match) {
        return FACTORY.buildFlowDeleteStrict()
                .setTableId(FIRST)
                .setPriority(PRIORITY)
                .setMatch(match)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .build();
    }

    /** What makes of a frame to the service address one to the host. */
    static List<OFAction> towardsHost(MacAddress mac, IpAddress ip) {
        return List.of(
                FACTORY.actions().setField(FACTORY.oxms().ethDst(ethernet(mac))),
                FACTORY.actions().setField(FACTORY.oxms().ipv4Dst(address(ip))));
    }

    /** What makes of a frame from the host one from the service address. */
    static List<OFAction> fromService(ServiceAddress service) {
        return List.of(
                FACTORY.actions().setField(FACTORY.oxms().ethSrc(ethernet(service.mac()))),
                FACTORY.actions().setField(FACTORY.oxms().ipv4Src(address(service.ip()))));
    }

    private static Match toService(ServiceAddress service, PortBinding port) {
        Match.Builder match =
                ipv4(port)
                        .setExact(MatchField.ETH_DST, ethernet(service.mac()))
                        .setExact(MatchField.IPV4_DST, address(service.ip()));
        TransportPort number = TransportPort.of(port.containerPort());
        return (isTcp(port)
                        ? match.setExact(MatchField.TCP_DST, number)
                        : match.setExact(MatchField.UDP_DST, number))
                .build();
    }

    private static Match fromHost(AttachedHost host, IpAddress hostIp, PortBinding port) {
        Match.Builder match =
                ipv4(port)
                        .setExact(MatchField.IN_PORT, OFPort.of(host.at().port()))
                        .setExact(MatchField.ETH_SRC, ethernet(host.mac()))
                        .setExact(MatchField.IPV4_SRC, address(hostIp));
        TransportPort number = TransportPort.of(port.containerPort());
        return (isTcp(port)
                        ? match.setExact(MatchField.TCP_SRC, number)
                        : match.setExact(MatchField.UDP_SRC, number))
                .build();
    }

    private static Match.Builder ipv4(PortBinding port) {
        return FACTORY.buildMatch()
                .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                .setExact(MatchField.IP_PROTO, isTcp(port) ? IpProtocol.TCP : IpProtocol.UDP);
    }

    private static boolean isTcp(PortBinding port) {
        return port.protocol().equals("tcp");
    }

    private static OFFlowMod add(Match match, List<OFInstruction> instructions) {
        return FACTORY.buildFlowAdd()
                .setTableId(FIRST)
                .setCookie(COOKIE)
                .setPriority(PRIORITY)
                .setMatch(match)
                .setBufferId(OFBufferId.NO_BUFFER)
                .setInstructions(instructions)
                .build();
    }

    private static IPv4Address address(IpAddress ip) {
        return IPv4Address.of(ip.bytes());
    }

    private static org.projectfloodlight.openflow.types.MacAddress ethernet(MacAddress mac) {
        return org.projectfloodlight.openflow.types.MacAddress.of(mac.value());
    }
}
