package io.transship.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AddressProbeTest {

    private static final IpAddress ASKED = new IpAddress("10.0.0.100");
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:03");

    @Test
    void aProbeAsksInNobodysName() {
        String frame = HexFormat.of().formatHex(AddressProbe.probe(ASKED, OWN));

        assertThat(frame)
                .isEqualTo(
                        "ffffffffffff020000000003"
                                + "0806000108000604"
                                + "0001020000000003"
                                + "00000000000000000000"
                                + "0a000064");
    }

    @Test
    void onlyWhoeverClaimsTheAddressIsItsHolder() {
        byte[] reply =
                HexFormat.of()
                        .parseHex(
                                "020000000003"
                                        + "02000a000064"
                                        + "08060001080006040002"
                                        + "02000a000064"
                                        + "0a000064"
                                        + "020000000003"
                                        + "00000000");
        assertThat(AddressProbe.holder(reply, ASKED))
                .contains(MacAddress.parse("02:00:0a:00:00:64"));
        assertThat(AddressProbe.holder(reply, new IpAddress("10.0.0.101"))).isEmpty();
        assertThat(AddressProbe.holder(Arrays.copyOf(reply, 41), ASKED)).isEmpty();
        assertThat(AddressProbe.holder(AddressProbe.probe(ASKED, OWN), ASKED)).isEmpty();
    }
}
