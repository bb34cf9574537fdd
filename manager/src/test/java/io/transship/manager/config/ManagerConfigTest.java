package io.transship.manager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.core.limits.MoveLimits;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.settings.ConfigReader;
import io.transship.settings.HostAndPort;
import io.transship.settings.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagerConfigTest {

    private static final Path FOLDER = Path.of("/etc/transship");
    private static final String LEAST =
            """
            tls: {authority: ca.pem, certificate: m.pem, key: m.key}
            image: demo
            hosts:
              - {name: h1, address: 10.0.0.1, daemon: "172.30.1.11:8088"}
            """;

    private static final ManagerConfig.Store STORE =
            new ManagerConfig.Store(
                    "jdbc:postgresql://db/transship",
                    "transship",
                    FOLDER.resolve("store.password"),
                    Path.of("/journal.db"),
                    2000,
                    new ManagerConfig.Retention(
                            Duration.ofHours(2), Duration.ofDays(3), Duration.ofDays(9)));

    private static final String FULL =
            """
            controller: {type: embedded, listen: 172.30.1.1:6653, replyTimeout: 4s}
            port: 8081
            policy: shortest-path
            securityMode: none
            keyNumber: 3
            hostInfoDir: info
            lookupTableDir: /tables
            image: transship-demo
            container: server
            serverdeployRatio: 0.25
            detector: thesis
            mode: advise
            seed: 42
            aggregateThreshold: 1
            aggregateDifferenceThreshold: 2
            aggregateDefaultFrequency: 5s
            aggregateCustomizeFrequency: 500ms
            bandwidthDefaultFrequency: 6s
            bandwidthCustomizeFrequency: 700ms
            customizedMonitorTime: 8s
            checkingFrequency: 9s
            growthTolerance: 0.5
            growthWindow: 2
            utilisation: {share: 0.7, time: 11s, smoothing: 2s}
            tieTolerance: 0.1
            latencyResolution: 2ms
            expression: {filter: path.links < 3, score: host.cpu_busy}
            policyJars: [jars, /opt/one.jar]
            policySettings: {bound: "7"}
            policyDeadline: 2s
            policyMemory: 64MiB
            limits: {coolDown: 3s, movesAtOnce: 2, movesAtOncePerHost: 2, movesPerHour: 7,
                     containersPerHost: 4, leastGain: 0.2, mostLoad: 0.9, cycleWindow: 2h,
                     returnAfter: 3h, returnGain: 0.6, pinned: [db]}
            migration: {mode: post-copy, safe: false, maxDowntime: 90ms, maxRate: 8Mbit/s, maxShare: 0.5}
            api: {listen: "[::1]:0", tokenFile: api.token}
            store:
              url: jdbc:postgresql://db/transship
              user: transship
              passwordFile: store.password
              journal: /journal.db
              buffer: 2000
              retention: {samples: 2h, minutes: 3d, records: 9d}
            tls: {authority: ca.pem, certificate: manager.pem, key: manager.key}
            containers:
              addresses: 10.0.0.100-10.0.0.101
              prefixLength: 16
              gateway: 10.0.0.254
              ipv6: {prefix: "fd00:10::/64", gateway: "fe80::1"}
              command: [/bin/sh, -c, "exec server"]
              environment: {PORT: "5001"}
              memory: 64MiB
              restartPolicy: on-failure
            hosts:
              - {name: h1, address: 10.0.0.1, daemon: "172.30.1.11:8088", reserved: true}
              - {name: h2, address: 10.0.0.2, daemon: "172.30.1.12:8088"}
            switches: {s1: 00:00:00:00:00:00:00:01, s2: "2"}
            links:
              - {between: [s1, s2], capacity: 10Mbit/s}
              - {between: [s2, h2], capacity: 5Mbit/s}
            """;

    private static final ManagerConfig.Limits LIMITS =
            new ManagerConfig.Limits(
                    Duration.ofSeconds(3),
                    2,
                    2,
                    7,
                    4,
                    0.2,
                    0.9,
                    Duration.ofHours(2),
                    Duration.ofHours(3),
                    0.6,
                    List.of(new ContainerId("db")));

    @Test
    void theDefaultsAreThoseOfThePublishedPrototype() {
        ManagerConfig config = read(LEAST);

        assertThat(config.aggregateThreshold()).isEqualTo(10_000);
        assertThat(config.aggregateDifferenceThreshold()).isEqualTo(400);
        assertThat(config.aggregateDefaultFrequency()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.aggregateCustomizeFrequency()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.bandwidthDefaultFrequency()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.bandwidthCustomizeFrequency()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.customizedMonitorTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.checkingFrequency()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.serverdeployRatio()).isEqualTo(0.5);
        assertThat(config.keyNumber()).isEqualTo(4);
        assertThat(config.policy()).isEqualTo("bandwidth");
        assertThat(config.securityMode()).isEqualTo("none");
        assertThat(config.detector()).isEqualTo("utilisation");
        assertThat(config.mode()).isEqualTo(ManagerConfig.Mode.AUTOMATIC);
        assertThat(config.seed()).isNull();
        assertThat(config.api().listen()).isEqualTo(new HostAndPort("127.0.0.1", 8080));
        assertThat(config.controllerPlace())
                .isEqualTo(new ControllerPlace.Embedded(new HostAndPort("0.0.0.0", 6653)));
        assertThat(config.limits())
                .satisfies(limits -> assertThat(limits.toRules()).isEqualTo(MoveLimits.defaults()));
    }

    @Test
    @SuppressWarnings("checkstyle:MethodLength") // one line a key
    void everyKeyOfTableFourOneAndOfOursArrives() {
        assertThat(read(FULL))
                .isEqualTo(
                        new ManagerConfig(
                                CONTROLLER,
                                8081,
                                "shortest-path",
                                "none",
                                3,
                                FOLDER.resolve("info"),
                                Path.of("/tables"),
                                "transship-demo",
                                "server",
                                0.25,
                                "thesis",
                                ManagerConfig.Mode.ADVISE,
                                42L,
                                1,
                                2,
                                Duration.ofSeconds(5),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(6),
                                Duration.ofMillis(700),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                0.5,
                                2,
                                UTILISATION,
                                0.1,
                                Duration.ofMillis(2),
                                new ManagerConfig.Expression("path.links < 3", "host.cpu_busy"),
                                List.of(FOLDER.resolve("jars"), Path.of("/opt/one.jar")),
                                Map.of("bound", "7"),
                                Duration.ofSeconds(2),
                                ByteCount.ofMiB(64),
                                LIMITS,
                                MIGRATION,
                                API,
                                STORE,
                                TLS,
                                CONTAINERS,
                                List.of(host("h1", 1, true), host("h2", 2, false)),
                                Map.of("s1", new DatapathId(1), "s2", new DatapathId(2)),
                                LINKS));
    }

    private static final ManagerConfig.Utilisation UTILISATION =
            new ManagerConfig.Utilisation(0.7, Duration.ofSeconds(11), Duration.ofSeconds(2));

    private static final ManagerConfig.Migration MIGRATION =
            new ManagerConfig.Migration(
                    MigrationMode.POST_COPY, false, Duration.ofMillis(90), BitRate.ofMbps(8), 0.5);

    private static final ManagerConfig.Controller CONTROLLER =
            new ManagerConfig.Controller(
                    "embedded", new HostAndPort("172.30.1.1", 6653), null, Duration.ofSeconds(4));
    private static final ManagerConfig.Api API =
            new ManagerConfig.Api(new HostAndPort("::1", 0), FOLDER.resolve("api.token"));
    private static final TlsFiles TLS =
            new TlsFiles(
                    FOLDER.resolve("ca.pem"),
                    FOLDER.resolve("manager.pem"),
                    FOLDER.resolve("manager.key"));
    private static final ContainersConfig CONTAINERS =
            new ContainersConfig(
                    AddressRange.parse("10.0.0.100-10.0.0.101"),
                    16,
                    new IpAddress("10.0.0.254"),
                    new Ipv6Config(Ipv6Prefix.parse("fd00:10::/64"), new IpAddress("fe80::1")),
                    List.of("/bin/sh", "-c", "exec server"),
                    Map.of("PORT", "5001"),
                    ByteCount.ofMiB(64),
                    ContainersConfig.Restart.ON_FAILURE);
    private static final List<LinkConfig> LINKS =
            List.of(
                    new LinkConfig(List.of("s1", "s2"), BitRate.ofMbps(10)),
                    new LinkConfig(List.of("s2", "h2"), BitRate.ofMbps(5)));

    private static HostConfig host(String name, int number, boolean reserved) {
        return new HostConfig(
                new HostId(name),
                new IpAddress("10.0.0." + number),
                new HostAndPort("172.30.1.1" + number, 8088),
                reserved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    serverdeployRatio: 1.5                       | between 0 and 1
                    checkingFrequency: 0s                        | between 100ms and 1d
                    aggregateCustomizeFrequency: 11s             | longer than customizedMonitorTime
                    port: 70000                                  | between 1 and 65535
                    keyNumber: 1                                 | between 2 and 255
                    mode: manual                                 | none of automatic, advise, off
                    aggregateTreshold: 3                         | did you mean 'aggregateThreshold'?
                    switches: {s1: "1", s2: "1"}                 | of another switch already
                    switches: {h1: "1"}                          | a host has the name h1
                    links: [{between: [s1, h1], capacity: 1bit/s}] | no switch or host 's1'
                    links: [{between: [h1, h1], capacity: 1bit/s}] | between two different names
                    links: [{between: [h1], capacity: 1bit/s}]   | between two different names
                    links: [{between: [h1, s1], capacity: 0bit/s}] | more than nothing
                    containers: {addresses: 10.0.0.1-10.0.0.9}   | in the range of the containers
                    containers: {addresses: 10.0.0.9-10.0.0.8}   | comes after
                    containers: {addresses: 10.0.0.9}            | is not a range of addresses
                    containers: {addresses: fe80::1-fe80::2}     | is not an IPv4 address
                    containers: {restartPolicy: maybe}           | none of no, always
                    links: [{between: [h1, s1]}]                 | key 'capacity' is missing
                    links: [{between: [h1, s1], capacity: 10}]   | '10' is not a
                    links: [{between: [h1, s1], capacity: -10Mbit/s}] | '-10Mbit/s' is not a
                    checkingFrequency: -60s                      | '-60s' is not a duration
                    checkingFrequency: 60                        | '60' is not a duration
                    aggregateThreshold: -1                       | 0
                    limits: {movesAtOnce: 0}                     | between 1 and 1000
                    limits: {cycleWindow: 7h}                    | returnAfter is shorter than cycleWindow
                    limits: {returnGain: 0.05}                   | a return must gain at least
                    controller: {url: "http://f:8080"}           | only a Floodlight has a 'url'
                    controller: {type: floodlight}               | key 'url' is missing
                    controller: {type: floodlight, url: "http://f", listen: "0.0.0.0:1"} | leave 'listen' out
                    controller: {type: floodlight, url: "https://f"} | is not http://
                    controller: {type: floodlight, url: f:8080}  | is not http://
                    controller: {type: floodlight, url: "http://f/wm"} | nothing behind its port
                    controller: {type: floodlight, url: "http://u:p@f"} | is not http://
                    controller: {type: floodlight, url: "http://f:70000"} | is not http://
                    controller: {replyTimeout: 0s}               | between 100ms and 1m
                    controller: {uri: "http://f"}                | did you mean 'url'?
                    """)
    void saysWhatMayNotBe(String line, String words) {
        assertRefused(LEAST + line, words);
    }

    @Test
    void floodlightIsATypeAndAUrlAndNothingElse() {
        assertThat(floodlight("http://10.0.0.250:9090", "").toString())
                .isEqualTo("Floodlight at http://10.0.0.250:9090");
        assertThat(floodlight("http://floodlight/", "").toString())
                .as("its usual port")
                .endsWith("http://floodlight:8080");
        assertThat(floodlight("http://[::1]", "port: 8081").toString())
                .as("the port of thesis Table 4.1")
                .endsWith("http://[::1]:8081");
        assertRefused(
                LEAST + "port: 8081\ncontroller: {type: floodlight, url: \"http://f:8082\"}\n",
                "controller.url names another port");
    }

    private static ControllerPlace floodlight(String url, String more) {
        return read(LEAST + "controller: {type: floodlight, url: \"" + url + "\"}\n" + more)
                .controllerPlace();
    }

    @Test
    void hostsDifferInNameAddressAndDaemon() {
        String same = "  - {name: h1, address: 10.0.0.1, daemon: \"172.30.1.11:8088\"}\n";

        assertRefused(
                LEAST + same,
                "name h1 is that of another host already",
                "address 10.0.0.1 is that of another host already",
                "daemon 172.30.1.11:8088 is that of another host already");
    }

    @Test
    void aLinkIsThereOnceAndEndsAtASwitchAndAHostHasOne() {
        String more =
                """
                  - {name: h2, address: 10.0.0.2, daemon: "172.30.1.12:8088"}
                switches: {s1: "1", s2: "2"}
                links:
                  - {between: [s1, h1], capacity: 1Mbit/s}
                  - {between: [h1, s1], capacity: 1Mbit/s}
                  - {between: [h1, h2], capacity: 1Mbit/s}
                  - {between: [s2, h1], capacity: 1Mbit/s}
                """;

        assertRefused(
                LEAST + more,
                "test.yaml:9:15: this link is there already",
                "test.yaml:10:15: one end of a link is a switch",
                "test.yaml:11:15: h1 has a link already, links[0]; a host is attached once");
    }

    @Test
    void whatIsDeployedNeedsAnImageAndAddresses() {
        assertRefused(
                LEAST.replace("image: demo", ""),
                "'image' is missing: serverdeployRatio asks for 1");
        assertThat(read(LEAST.replace("image: demo", "serverdeployRatio: 0")).image()).isNull();
        assertRefused(
                LEAST
                        + "  - {name: h2, address: 10.0.0.2, daemon: \"172.30.1.12:8088\"}\n"
                        + "serverdeployRatio: 1\ncontainers: {addresses: 10.0.0.9-10.0.0.9}\n",
                "2 containers need more addresses");
    }

    @Test
    void aRangeOfAddressesCountsAndFinds() {
        AddressRange range = AddressRange.parse("10.0.0.254 - 10.0.1.1");

        assertThat(range.size()).isEqualTo(4);
        assertThat(range.at(2)).isEqualTo(new IpAddress("10.0.1.0"));
        assertThat(range.contains(new IpAddress("10.0.0.255"))).isTrue();
        assertThat(range.contains(new IpAddress("10.0.1.2"))).isFalse();
        assertThat(range.contains(new IpAddress("::1"))).isFalse();
    }

    private static ManagerConfig read(String text) {
        return ConfigReader.parse(text, "test.yaml", FOLDER, ManagerConfig.class);
    }

    @Test
    void anExpressionIsCheckedAndItsPlaceInTheFileIsSaid() {
        assertRefused(
                LEAST + "policy: expression\nexpression: {filter: host.cpu_bus < 0.5}\n",
                "6:22: filter: there is no 'host.cpu_bus'; did you mean 'host.cpu_busy'?");
        assertRefused(
                LEAST + "policy: expression\nexpression:\n  score: \"1 + true\"\n",
                "7:13: score: found no matching overload for '_+_'");
        assertRefused(
                LEAST
                        + """
                        policy: expression
                        expression:
                          filter: |
                            true &&
                              host.cores
                        """,
                "found no matching overload for '_&&_'");
        assertThat(read(LEAST + "policy: expression\n").expression().score())
                .isEqualTo("path.residual_mbps");
    }

    private static void assertRefused(String text, String... words) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TransshipException.class)
                .hasMessageContainingAll(words);
    }
}
