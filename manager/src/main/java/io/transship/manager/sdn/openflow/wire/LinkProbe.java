package io.transship.manager.sdn.openflow.wire;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.MacAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads the frames that find links: "sent out of this port at that time", sealed with a
 * secret of this run, so that a host can't invent a link.
 *
 * <p>They go to the nearest-bridge group address, which bridges never forward: a container behind a
 * host's bridge neither sees nor sends them. Two hosts that both hand probes on can still pretend a
 * cable between their ports.
 */
public final class LinkProbe {

    /** IEEE 802, "local experimental ethertype 1". */
    public static final int ETHER_TYPE = 0x88b5;

    private static final MacAddress NEAREST_BRIDGE = MacAddress.parse("01:80:c2:00:00:0e");
    private static final int HEADER = 14;
    private static final int BODY = 20;
    private static final int SEAL = 16;
    private static final int LENGTH = 60;

    /**
     * What a genuine probe says.
     *
     * @param from the port it left
     * @param sentNanos when
     */
    public record Origin(ConnectPoint from, long sentNanos) {}

    private final Mac seal;
    private final MacAddress source;

    /**
     * Makes a new secret.
     *
     * @param source the address that probes are sent from
     */
    public LinkProbe(SecureRandom random, MacAddress source) {
        this.source = source;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        try {
            seal = Mac.getInstance("HmacSHA256");
            seal.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** The probe to be sent out of a port now. */
    public byte[] frame(ConnectPoint from, long nowNanos) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
        buffer.put(NEAREST_BRIDGE.bytes()).put(source.bytes()).putShort((short) ETHER_TYPE);
        buffer.putLong(from.datapath().value()).putInt(from.port()).putLong(nowNanos);
        buffer.put(sealOf(buffer.array()), 0, SEAL);
        return buffer.array();
    }

    /** What the frame says; empty unless it is one of ours. */
    public Optional<Origin> read(Frame frame) {
        byte[] bytes = frame.bytes();
        if (frame.etherType() != ETHER_TYPE || bytes.length < HEADER + BODY + SEAL) {
            return Optional.empty();
        }
        byte[] said = Arrays.copyOfRange(bytes, HEADER + BODY, HEADER + BODY + SEAL);
        if (!MessageDigest.isEqual(said, Arrays.copyOf(sealOf(bytes), SEAL))) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.wrap(bytes, HEADER, BODY);
        ConnectPoint from = new ConnectPoint(new DatapathId(body.getLong()), body.getInt());
        return Optional.of(new Origin(from, body.getLong()));
    }

    private byte[] sealOf(byte[] bytes) {
        seal.update(bytes, HEADER, BODY);
        return seal.doFinal();
    }
}
