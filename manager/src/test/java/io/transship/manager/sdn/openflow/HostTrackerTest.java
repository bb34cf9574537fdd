package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostTrackerTest {

    private static final ConnectPoint HERE = new ConnectPoint(new DatapathId(1), 1);
    private static final ConnectPoint THERE = new ConnectPoint(new DatapathId(2), 1);
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:02");
    private static final IpAddress IP = new IpAddress("10.0.0.1");

    private final Set<ConnectPoint> down = new HashSet<>();
    private final HostTracker hosts = new HostTracker(port -> !down.contains(port));

    @Test
    void learnsFromArpAndFollowsMoves() {
        assertThat(hosts.learn(HERE, arp(MAC, IP))).isTrue();
        assertThat(hosts.learn(HERE, arp(MAC, IP))).isFalse();
        assertThat(hosts.learn(THERE, arp(MAC, IP))).isTrue();

        assertThat(hosts.all()).containsExactly(new AttachedHost(MAC, Optional.of(IP), THERE));
    }

    @Test
    void anArpProbeShowsTheMacButNoAddress() {
        hosts.learn(HERE, Frame.parse(Frame.arpProbe(MAC, IP)).orElseThrow());

        assertThat(hosts.all()).containsExactly(new AttachedHost(MAC, Optional.empty(), HERE));
    }

    @Test
    void doesNotLearnFromNoise() {
        byte[] ipv6 = new byte[60];
        System.arraycopy(MAC.bytes(), 0, ipv6, 6, 6);
        ipv6[12] = (byte) 0x86;
        ipv6[13] = (byte) 0xdd;

        assertThat(hosts.learn(HERE, Frame.parse(ipv6).orElseThrow())).isFalse();
        assertThat(hosts.all()).isEmpty();
    }

    @Test
    void anAddressBelongsToTheOneWhoSpokeForItLast() {
        hosts.learn(HERE, arp(MAC, IP));
        hosts.learn(THERE, arp(OTHER, IP));

        assertThat(hosts.find(IP).orElseThrow().mac()).isEqualTo(OTHER);
        assertThat(hosts.find(MAC).orElseThrow().ip()).isEmpty();
    }

    @Test
    void nobodyTakesAnAnnouncedAddress() {
        hosts.place(MAC, IP, HERE);

        hosts.learn(THERE, arp(OTHER, IP));
        assertThat(hosts.learn(THERE, arp(MAC, IP))).isFalse();

        assertThat(hosts.isImpostor(THERE, arp(MAC, IP))).isTrue();
        assertThat(hosts.isImpostor(HERE, arp(MAC, IP))).isFalse();
        assertThat(hosts.find(IP).orElseThrow().mac()).isEqualTo(MAC);
        assertThat(hosts.find(OTHER).orElseThrow().ip()).isEmpty();
    }

    @Test
    void aReservedAddressStaysWhereItWasSeenFirstUntilThatPortIsDown() {
        hosts.reserve(Set.of(IP));
        hosts.learn(HERE, arp(MAC, IP));

        hosts.learn(THERE, arp(OTHER, IP));
        assertThat(hosts.learn(THERE, arp(MAC, IP))).isFalse();
        assertThat(hosts.isImpostor(THERE, arp(MAC, IP))).isTrue();
        assertThat(hosts.find(IP).orElseThrow())
                .isEqualTo(new AttachedHost(MAC, Optional.of(IP), HERE));

        down.add(HERE);
        assertThat(hosts.learn(THERE, arp(MAC, IP))).isTrue();
        assertThat(hosts.find(IP).orElseThrow().at()).isEqualTo(THERE);
    }

    @Test
    void aFloodOfAddressesAtOnePortEnds() {
        for (int i = 0; i < 1000; i++) {
            hosts.learn(HERE, arp(new MacAddress(0x0200_0000_1000L + i), IP));
        }
        hosts.learn(THERE, arp(MAC, IP));

        assertThat(hosts.all()).hasSize(257);
    }

    @Test
    void forgetsWhatWasLearnedAtAPortButNotWhatWasAnnounced() {
        hosts.learn(HERE, arp(OTHER, new IpAddress("10.0.0.2")));
        hosts.place(MAC, IP, HERE);

        assertThat(hosts.forgetLearnedAt(HERE)).isTrue();

        assertThat(hosts.all()).extracting(AttachedHost::mac).containsExactly(MAC);
    }

    @Test
    void whatWasAnnouncedWhereItsHostOnlySeemedToBeFollowsTheHost() {
        IpAddress container = new IpAddress("10.0.0.100");
        hosts.reserve(Set.of(IP));
        hosts.learn(HERE, arp(MAC, IP));
        hosts.place(OTHER, container, HERE);

        hosts.forgetLearnedAt(HERE);
        hosts.learn(THERE, arp(MAC, IP));

        assertThat(hosts.find(OTHER).orElseThrow().at()).isEqualTo(THERE);
        hosts.place(OTHER, container, HERE);
        assertThat(hosts.find(OTHER).orElseThrow().at()).isEqualTo(THERE);
    }

    @Test
    void whatWasAnnouncedFollowsNobodyElse() {
        hosts.reserve(Set.of(IP));
        hosts.learn(HERE, arp(MAC, IP));
        hosts.place(OTHER, new IpAddress("10.0.0.100"), HERE);
        down.add(HERE);

        hosts.learn(THERE, arp(MAC, IP));

        assertThat(hosts.find(OTHER).orElseThrow().at()).isEqualTo(HERE);
    }

    private static Frame arp(MacAddress mac, IpAddress ip) {
        Frame.Arp question = new Frame.Arp(true, OTHER, new IpAddress("10.0.0.9"), ip);
        return Frame.parse(Frame.arpReply(question, mac)).orElseThrow();
    }
}
