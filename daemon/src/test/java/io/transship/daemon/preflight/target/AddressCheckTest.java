package io.transship.daemon.preflight.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressCheckTest {

    @Test
    void aNetworkIsKnownByTheFirstBitsOfAnAddress() {
        byte[] own = {10, 0, 3, (byte) 130};

        assertThat(AddressCheck.equalBits(own, new byte[] {10, 0, 3, 7}, 24)).isTrue();
        assertThat(AddressCheck.equalBits(own, new byte[] {10, 0, 3, 7}, 25)).isFalse();
        assertThat(AddressCheck.equalBits(own, new byte[] {10, 0, 3, (byte) 131}, 31)).isTrue();
        assertThat(AddressCheck.equalBits(own, new byte[] {10, 0, 3, (byte) 131}, 32)).isFalse();
        assertThat(AddressCheck.equalBits(own, new byte[] {9, 0, 3, (byte) 130}, 0)).isTrue();
        assertThat(AddressCheck.equalBits(own, new byte[16], 0)).isFalse();
    }
}
