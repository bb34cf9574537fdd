package io.transship.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamesAndFramesTest {

    private static final IpAddress IP = new IpAddress("10.0.0.100");
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:00:00:64");

    @Test
    void aPortsNameFitsIntoLinuxFifteenCharacters() {
        assertThat(NetworkNames.port(new ContainerId("server"))).isEqualTo("vc-server");
        String one = NetworkNames.port(new ContainerId("a-rather-long-name-1"));
        String other = NetworkNames.port(new ContainerId("a-rather-long-name-2"));
        assertThat(one).startsWith("vc-").hasSize(15).isNotEqualTo(other);
    }

    @Test
    void anAnnouncementAsksEverybodyForOnesOwnAddress() {
        byte[] frame = GratuitousArp.frame(new ContainerAddress(IP, 24, MAC, Optional.empty()));

        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo(
                        "ffffffffffff"
                                + "02000a000064"
                                + "0806"
                                + "0001080006040001"
                                + "02000a0000640a000064"
                                + "0000000000000a000064");
    }

    @Test
    void anAddressBelongsToOneStation() {
        assertThatThrownBy(() -> new ContainerAddress(IP, 33, MAC, Optional.empty()))
                .hasMessageContaining("prefix length 33");
        MacAddress group = MacAddress.parse("01:00:5e:00:00:01");
        assertThatThrownBy(() -> new ContainerAddress(IP, 24, group, Optional.empty()))
                .hasMessageContaining("not the address of one station");
    }
}
