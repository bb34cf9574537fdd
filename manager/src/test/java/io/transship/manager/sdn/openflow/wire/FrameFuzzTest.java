package io.transship.manager.sdn.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.testing.Fuzz;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What hosts put on the network, broken in every way: read, or not what it claims to be. */
class FrameFuzzTest {

    private static final MacAddress MAC = MacAddress.parse("02:00:0a:00:00:64");

    @Test
    void aFrameIsReadWithinItsBytes() throws Exception {
        byte[] probe = Frame.arpProbe(MAC, new IpAddress("10.0.0.1"));
        Fuzz.of("frames", 64 << 10, probe, ipv4())
                .run(
                        200_000,
                        input -> {
                            Optional<Frame> frame = Frame.parse(input);
                            if (frame.isPresent()) {
                                assertThat(frame.get().bytes()).isEqualTo(input);
                                assertThat(frame.get().arp().toString()).isNotEmpty();
                                assertThat(frame.get().ipv4Source().isPresent())
                                        .isEqualTo(frame.get().ipv4Destination().isPresent());
                                frame.get()
                                        .arp()
                                        .ifPresent(
                                                arp ->
                                                        assertThat(arp.senderMac())
                                                                .isEqualTo(frame.get().source()));
                            }
                        });
    }

    @Test
    void noHostInventsALink() throws Exception {
        LinkProbe probe = new LinkProbe(new SecureRandom(), MAC);
        byte[] genuine = probe.frame(new ConnectPoint(new DatapathId(7), 3), 1_000);
        int sealed = 14 + 20 + 16;
        Fuzz.of("probes", 64 << 10, genuine)
                .run(
                        100_000,
                        input -> {
                            Optional<LinkProbe.Origin> origin =
                                    Frame.parse(input).flatMap(probe::read);
                            if (origin.isPresent()) {
                                assertThat(Arrays.copyOfRange(input, 12, sealed))
                                        .isEqualTo(Arrays.copyOfRange(genuine, 12, sealed));
                            }
                        });
    }

    private static byte[] ipv4() {
        byte[] frame = Frame.arpProbe(MAC, new IpAddress("10.0.0.1"));
        frame[12] = 0x08;
        frame[13] = 0x00;
        frame[14] = 0x45;
        return frame;
    }
}
