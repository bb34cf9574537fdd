package io.transship.manager.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thesis appendix 9.4: its two listings become a valid configuration, its mistakes do not. */
class PrototypeImportTest {

    private static String listing(String name) throws IOException {
        try (InputStream in = PrototypeImportTest.class.getResourceAsStream("/prototype/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PrototypeImport.Result made(String configuration, String hostsInfo) {
        return PrototypeImport.of(
                new PrototypeImport.Source("configuration", configuration),
                new PrototypeImport.Source("hostsInfo.txt", hostsInfo));
    }

    private static TransshipException refusal(String configuration, String hostsInfo) {
        TransshipException refusal =
                catchThrowableOfType(
                        TransshipException.class, () -> made(configuration, hostsInfo));
        assertThat(refusal.code()).isEqualTo(FailureCode.CONFIG_INVALID);
        return refusal;
    }

    @Test
    void theListingsOfAppendix94BecomeAConfigurationThatPassesItsCheck() throws IOException {
        String yaml = made(listing("configuration"), listing("hostsInfo.txt")).yaml();

        ManagerConfig config = ConfigLoader.check("imported.yaml", yaml);

        assertThat(config.hosts())
                .extracting(host -> host.name().name() + " " + host.address())
                .containsExactly(
                        "h1 10.0.0.1", "h2 10.0.0.2", "h3 10.0.0.3", "h4 10.0.0.4", "h5 10.0.0.5");
        assertThat(config.hosts())
                .extracting(HostConfig::daemon)
                .allSatisfy(daemon -> assertThat(daemon.port()).isEqualTo(8088));
        assertThat(config.switches())
                .hasSize(5)
                .containsEntry("s1", new DatapathId(1))
                .containsEntry("s5", new DatapathId(5));
        assertThat(config.links())
                .hasSize(9)
                .anySatisfy(
                        link -> {
                            assertThat(link.between()).isEqualTo(List.of("s2", "s5"));
                            assertThat(link.capacity()).isEqualTo(BitRate.ofMbps(2));
                        });
    }

    @Test
    void theMisspeltKeysOfThePrototypeAreTakenForWhatTheyMean() throws IOException {
        PrototypeImport.Result made = made(listing("configuration"), listing("hostsInfo.txt"));
        ManagerConfig config = ConfigLoader.check("imported.yaml", made.yaml());

        assertThat(config.policy()).isEqualTo("shortest-path");
        assertThat(config.securityMode()).isEqualTo("none");
        assertThat(config.aggregateThreshold()).isEqualTo(10_000);
        assertThat(config.aggregateDifferenceThreshold()).isEqualTo(400);
        assertThat(config.bandwidthCustomizeFrequency()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.customizedMonitorTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.checkingFrequency()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.image()).isEqualTo("mywebserver");
        assertThat(config.keyNumber()).isEqualTo(4);
        assertThat(made.notes())
                .anyMatch(note -> note.contains("'costomizedMornitorTime' was taken for"))
                .anyMatch(note -> note.contains("'secureMode' was taken for securityMode"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    policy=random,secureMode=no | random
                    policy=bandwidth,secureMode=no | bandwidth
                    policy=shortest path,secureMode=no | shortest-path
                    policy=random,secureMode=Shamir | random
                    policy=random,secureMode=Digital_Fountain | random
                    """)
    void everyChoiceOfAppendix94IsRead(String line, String policy) throws IOException {
        PrototypeImport.Result made = made(line + "\nimage=x\n", listing("hostsInfo.txt"));

        assertThat(ConfigLoader.check("imported.yaml", made.yaml()).policy()).isEqualTo(policy);
        assertThat(made.notes().stream().anyMatch(note -> note.contains("is not offered")))
                .isEqualTo(!line.endsWith("no"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    aggregateThreshould=-1 | configuration:1: aggregateThreshold: '-1' is negative
                    checkingFrequency=60s | '60s' is not a whole number of milliseconds
                    policy=random,policy=bandwidth | configuration:1: 'policy' is there already, in line 1
                    polcy=random | configuration:1: there is no key 'polcy'; did you mean 'policy'
                    just words | configuration:1: 'just words' is not KEY=VALUE
                    secureMode=Enigma | configuration:1: securityMode: 'Enigma' is none of
                    serverdeployRatio=2 | serverdeployRatio must be between 0 and 1
                    image= | configuration:1: image: a value is missing
                    """)
    void aBadConfigurationNamesItsLine(String line, String words) throws IOException {
        assertThat(refusal(line + "\n", listing("hostsInfo.txt"))).hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    h4 10.0.0.4 | h4 10.0.0.2 | hostsInfo.txt:12: address 10.0.0.2 is that of another host
                    s1<->h1:10 | s1<->h9:10 | there is no host 'h9' under 'IP'; did you mean 'h1'
                    s1<->h1:10 | s1<->h1 | hostsInfo.txt:16: the link s1<->h1 has no capacity; add ':'
                    s1<->h1:10 | s1<->h1:-10 | hostsInfo.txt:16: the capacity of s1<->h1 is more than nothing
                    s1<->h1:10 | s1<->h1:10Mbit | '10Mbit' of s1<->h1 is not a number of Mbit/s
                    s1<->h1:10 | ;s1<->h1:10 | hostsInfo.txt:3: the link s1<->h1 has no capacity; add it
                    s1<->s2:10 | s1<->s1:10 | a link is between two different devices
                    s1<->s2:10 | s3<->s1:10 | the link s3<->s1 is in line 21; leave one
                    s1<->s2:10 | s2<->h1:10 | host h1 has a link already, in line 16; a host is attached once
                    h2 10.0.0.2 | h2 h3\\nh3 h2 | the mapping h2 -> h3 -> h2 comes back to itself
                    h2 10.0.0.2 | h2 h3 | the mapping h2 -> h3 ends at a name
                    h2 10.0.0.2 | h2 10.0.0.500 | '10.0.0.500' is not an IP address
                    s1-eth4<->s3-eth1 | s1-eth2<->s3-eth1 | hostsInfo.txt:5: s1-eth2 is connected already
                    s1-eth2#02:5a:31:eb:98:57 | s1-eth2#02:5a:31 | '02:5a:31' is not a MAC address
                    connections | | stands before a section
                    """)
    void aBadHostsInfoNamesItsLine(String good, String bad, String words) throws IOException {
        String text =
                listing("hostsInfo.txt")
                        .replaceFirst(
                                java.util.regex.Pattern.quote(good),
                                bad == null ? "" : bad.replace("\\n", "\n"));

        assertThat(refusal("policy=random\n", text)).hasMessageContaining(words);
    }

    @Test
    void allMistakesAreToldTogether() throws IOException {
        assertThat(refusal("polcy=x\nport=0\n", listing("hostsInfo.txt")))
                .hasMessageStartingWith("2 problems:");
    }
}
