package io.transship.manager.sdn.openflow;

import io.transship.core.model.IpAddress;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.projectfloodlight.openflow.protocol.OFFlowAdd;
import org.projectfloodlight.openflow.protocol.OFFlowDelete;
import org.projectfloodlight.openflow.protocol.OFFlowDeleteStrict;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.action.OFActionOutput;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionApplyActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionGotoTable;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.protocol.oxm.OFOxm;
import org.projectfloodlight.openflow.types.ArpOpcode;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFPort;

/**
 * Flow tables that take real flow-mods and say where a frame comes out. Time is driven by hand. Not
 * thread-safe.
 */
final class FakeTable {

    /** An entry with its counters. */
    static final class Entry {
        final int table;
        final int priority;
        final long cookie;
        final Match match;
        final List<OFAction> actions;
        final OptionalInt next;
        final long expiresAtSecond;
        long packets;
        long bytes;

        Entry(OFFlowMod mod, long now) {
            table = mod.getTableId().getValue();
            priority = mod.getPriority();
            cookie = mod.getCookie().getValue();
            match = mod.getMatch();
            actions = actions(mod.getInstructions());
            next = next(mod.getInstructions());
            expiresAtSecond =
                    mod.getHardTimeout() == 0 ? Long.MAX_VALUE : now + mod.getHardTimeout();
        }

        List<OFPort> outputs() {
            return actions.stream()
                    .filter(OFActionOutput.class::isInstance)
                    .map(each -> ((OFActionOutput) each).getPort())
                    .toList();
        }

        boolean is(OFFlowMod mod) {
            return table == mod.getTableId().getValue()
                    && priority == mod.getPriority()
                    && match.equals(mod.getMatch());
        }
    }

    private static final Comparator<Entry> BY_PRIORITY =
            Comparator.comparingInt((Entry entry) -> entry.priority).reversed();

    private final List<Entry> entries = new ArrayList<>();
    private long nowSecond;

    void apply(OFFlowMod mod) {
        switch (mod) {
            case OFFlowAdd add -> {
                Entry entry = new Entry(add, nowSecond);
                entries.stream()
                        .filter(old -> old.is(add))
                        .findFirst()
                        .ifPresent(
                                old -> {
                                    entry.packets = old.packets;
                                    entry.bytes = old.bytes;
                                });
                entries.removeIf(old -> old.is(add));
                entries.add(entry);
                entries.sort(BY_PRIORITY);
            }
            case OFFlowDeleteStrict strict -> entries.removeIf(old -> old.is(strict));
            case OFFlowDelete delete -> {
                long mask = delete.getCookieMask().getValue();
                long cookie = delete.getCookie().getValue();
                entries.removeIf(old -> (old.cookie & mask) == (cookie & mask));
            }
            default -> throw new AssertionError("not expected: " + mod);
        }
    }

    /** The entry of a table that the frame meets; it is counted. */
    Optional<Entry> lookUp(int table, int inPort, Frame frame) {
        Optional<Entry> found =
                entries.stream()
                        .filter(entry -> entry.table == table)
                        .filter(entry -> matches(entry.match, inPort, frame))
                        .findFirst();
        found.ifPresent(
                entry -> {
                    entry.packets++;
                    entry.bytes += frame.bytes().length;
                });
        return found;
    }

    void advance(long seconds) {
        nowSecond += seconds;
        entries.removeIf(entry -> entry.expiresAtSecond <= nowSecond);
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    void plant(OFFlowMod mod) {
        apply(mod);
    }

    private static List<OFAction> actions(List<OFInstruction> instructions) {
        return instructions.stream()
                .filter(OFInstructionApplyActions.class::isInstance)
                .flatMap(each -> ((OFInstructionApplyActions) each).getActions().stream())
                .toList();
    }

    private static OptionalInt next(List<OFInstruction> instructions) {
        return instructions.stream()
                .filter(OFInstructionGotoTable.class::isInstance)
                .mapToInt(each -> ((OFInstructionGotoTable) each).getTableId().getValue())
                .findFirst();
    }

    private static boolean matches(Match match, int inPort, Frame frame) {
        for (MatchField<?> field : match.getMatchFields()) {
            if (!matches(match, field, inPort, frame)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Match match, MatchField<?> field, int inPort, Frame frame) {
        return switch (field.id) {
            case IN_PORT -> match.get(MatchField.IN_PORT).getPortNumber() == inPort;
            case ETH_DST -> match.get(MatchField.ETH_DST).getLong() == frame.destination().value();
            case ETH_SRC -> match.get(MatchField.ETH_SRC).getLong() == frame.source().value();
            case ETH_TYPE -> match.get(MatchField.ETH_TYPE).equals(EthType.of(frame.etherType()));
            case ARP_OP ->
                    frame.arp().isPresent()
                            && frame.arp().get().request()
                                    == match.get(MatchField.ARP_OP).equals(ArpOpcode.REQUEST);
            case ARP_TPA ->
                    frame.arp().isPresent()
                            && frame.arp()
                                    .get()
                                    .targetIp()
                                    .text()
                                    .equals(match.get(MatchField.ARP_TPA).toString());
            case IP_PROTO ->
                    frame.bytes()[frame.isIpv6() ? 20 : 23]
                            == match.get(MatchField.IP_PROTO).getIpProtocolNumber();
            case ICMPV6_TYPE ->
                    frame.neighbour().isPresent()
                            && (frame.bytes()[54] & 0xff)
                                    == match.get(MatchField.ICMPV6_TYPE).getValue();
            case IPV6_ND_TARGET ->
                    frame.neighbour().isPresent()
                            && Arrays.equals(
                                    frame.neighbour().get().target().bytes(),
                                    match.get(MatchField.IPV6_ND_TARGET).getBytes());
            default -> ofIpv4(match, field, frame);
        };
    }

    private static boolean ofIpv4(Match match, MatchField<?> field, Frame frame) {
        return switch (field.id) {
            case IPV4_SRC -> is(frame.ipv4Source(), match.get(MatchField.IPV4_SRC).toString());
            case IPV4_DST -> is(frame.ipv4Destination(), match.get(MatchField.IPV4_DST).toString());
            case TCP_SRC, UDP_SRC ->
                    frame.transport().isPresent()
                            && String.valueOf(frame.transport().get().sourcePort())
                                    .equals(String.valueOf(match.get(field)));
            case TCP_DST, UDP_DST ->
                    frame.transport().isPresent()
                            && String.valueOf(frame.transport().get().destinationPort())
                                    .equals(String.valueOf(match.get(field)));
            default -> throw new AssertionError("the fake does not know " + field.id);
        };
    }

    private static boolean is(Optional<IpAddress> address, String text) {
        return address.filter(each -> each.text().equals(text)).isPresent();
    }

    /** The frame with one field set; no checksums. */
    static Frame set(OFOxm<?> field, Frame frame) {
        byte[] value =
                switch (field.getValue()) {
                    case MacAddress mac -> mac.getBytes();
                    case IPv4Address ip -> ip.getBytes();
                    default -> throw new AssertionError("the fake can't set " + field);
                };
        int offset =
                switch (field.getMatchField().id) {
                    case ETH_DST -> 0;
                    case ETH_SRC -> 6;
                    case IPV4_SRC -> 26;
                    case IPV4_DST -> 30;
                    default -> throw new AssertionError("the fake can't set " + field);
                };
        byte[] bytes = frame.bytes().clone();
        System.arraycopy(value, 0, bytes, offset, value.length);
        return Frame.parse(bytes).orElseThrow();
    }
}
