package io.transship.manager.sdn.openflow.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.List;
import java.util.Optional;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;

/**
 * Reads and writes, again and again, what a hold reads and writes. Each frame that waits comes as a
 * message that is taken apart while nobody serves, and code that has seldom run takes several times
 * as long for it. To be run once, on a thread of its own.
 */
public final class Rehearsal implements Runnable {

    private static final int ROUNDS = 3000;
    private static final int FRAME_BYTES = 120;
    private static final MacAddress NOBODY = new MacAddress(0x0200_0000_0001L);
    private static final IpAddress NOWHERE = new IpAddress("192.0.2.1");

    private final ByteBuf message = Unpooled.buffer();
    private final ByteBuf written = Unpooled.buffer();

    @Override
    public void run() {
        packetIn().writeTo(message);
        for (int round = 0; round < ROUNDS; round++) {
            if (read().isEmpty()) {
                throw new IllegalStateException("our own message makes no sense");
            }
            written.clear();
            for (OFFlowMod entry : Flows.hold(round, NOBODY, List.of(NOWHERE), 1)) {
                entry.writeTo(written);
            }
            Flows.packetOut(new byte[FRAME_BYTES], List.of(1)).writeTo(written);
        }
    }

    private Optional<Frame> read() {
        try {
            OFPacketIn read =
                    (OFPacketIn) OFFactories.getGenericReader().readFrom(message.duplicate());
            return read.getMatch().get(MatchField.IN_PORT).getPortNumber() == 1
                    ? Frame.parse(read.getData())
                    : Optional.empty();
        } catch (OFParseError e) {
            return Optional.empty();
        }
    }

    private static OFPacketIn packetIn() {
        return Flows.FACTORY
                .buildPacketIn()
                .setBufferId(OFBufferId.NO_BUFFER)
                .setReason(OFPacketInReason.ACTION)
                .setTableId(TableId.ZERO)
                .setMatch(
                        Flows.FACTORY
                                .buildMatch()
                                .setExact(MatchField.IN_PORT, OFPort.of(1))
                                .build())
                .setData(new byte[FRAME_BYTES])
                .build();
    }
}
