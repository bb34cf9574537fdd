package io.transship.manager.sdn.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final MacAddress ASKER = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress OWNER = MacAddress.parse("02:00:00:00:00:02");
    private static final IpAddress IP = new IpAddress("10.0.0.100");
    private static final ConnectPoint PORT = new ConnectPoint(new DatapathId(7), 3);

    @Test
    void readsTheArpThatItWrites() {
        Frame.Arp question =
                Frame.parse(Frame.arpProbe(ASKER, IP)).orElseThrow().arp().orElseThrow();
        Frame answer = Frame.parse(Frame.arpReply(question, OWNER)).orElseThrow();

        assertThat(question.request()).isTrue();
        assertThat(question.isProbe()).isTrue();
        assertThat(question.targetIp()).isEqualTo(IP);
        assertThat(answer.destination()).isEqualTo(ASKER);
        assertThat(answer.arp().orElseThrow())
                .isEqualTo(new Frame.Arp(false, OWNER, IP, new IpAddress("0.0.0.0")));
    }

    @Test
    void doesNotBelieveArpThatSpeaksForAnother() {
        byte[] bytes = Frame.arpProbe(ASKER, IP);
        bytes[11] = 9;

        assertThat(Frame.parse(bytes).orElseThrow().arp()).isEmpty();
    }

    @Test
    void survivesWhateverTheNetworkSends() {
        Random random = new Random(3);
        LinkProbe probe = new LinkProbe(new SecureRandom(), OWNER);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 20) {
                int type = new int[] {Frame.ARP, Frame.IPV4, LinkProbe.ETHER_TYPE}[i % 3];
                bytes[12] = (byte) (type >> 8);
                bytes[13] = (byte) type;
            }
            Frame.parse(bytes)
                    .ifPresent(
                            frame -> {
                                var _ = frame.arp();
                                var _ = frame.ipv4Source();
                                var _ = frame.ipv4Destination();
                                assertThat(probe.read(frame)).isEmpty();
                            });
        }
    }

    @Test
    void knowsItsOwnProbesAndNoOthers() {
        LinkProbe probe = new LinkProbe(new SecureRandom(), OWNER);
        byte[] bytes = probe.frame(PORT, 42);
        byte[] forged = Arrays.copyOf(bytes, bytes.length);
        forged[21] ^= 1;

        assertThat(probe.read(Frame.parse(bytes).orElseThrow()))
                .contains(new LinkProbe.Origin(PORT, 42));
        assertThat(probe.read(Frame.parse(forged).orElseThrow())).isEmpty();
        LinkProbe other = new LinkProbe(new SecureRandom(), OWNER);
        assertThat(other.read(Frame.parse(bytes).orElseThrow())).isEmpty();
        assertThat(Frame.parse(bytes).orElseThrow().isLinkLocal()).isTrue();
    }
}
