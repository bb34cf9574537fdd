package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    enum Flavour {
        PLAIN,
        SHORTEST_PATH
    }

    record Cable(List<String> between, @Default("1Gbit/s") BitRate capacity) {
        Cable {
            if (between.size() != 2) {
                throw new IllegalArgumentException("a cable has two ends");
            }
        }
    }

    record Sample(
            HostId host,
            @Default("4s") @Within(min = "10ms", max = "1h") Duration period,
            @Default("0.5") @Within(min = "0", max = "1") double ratio,
            @Default("7") int count,
            @Default("true") boolean lively,
            @Default("plain") Flavour flavour,
            @Default("64MiB") ByteCount room,
            @Nullable HostAndPort listen,
            @Nullable Path folder,
            @Nullable Long seed,
            Map<String, DatapathId> switches,
            List<Cable> cables,
            @Default("{between: [a, b]}") Cable spare)
            implements SelfChecking {

        @Override
        public List<Complaint> complaints() {
            return cables.stream()
                    .filter(cable -> cable.between().contains("ghost"))
                    .map(
                            cable ->
                                    Complaint.about(
                                            "there is no ghost",
                                            "cables",
                                            "" + cables.indexOf(cable),
                                            "between"))
                    .toList();
        }
    }

    @TempDir Path folder;

    @Test
    void whatIsNotInTheFileTakesItsDefault() {
        Sample sample = read("host: h1");

        assertThat(sample)
                .isEqualTo(
                        new Sample(
                                new HostId("h1"),
                                Duration.ofSeconds(4),
                                0.5,
                                7,
                                true,
                                Flavour.PLAIN,
                                ByteCount.ofMiB(64),
                                null,
                                null,
                                null,
                                Map.of(),
                                List.of(),
                                new Cable(List.of("a", "b"), BitRate.ofMbps(1000))));
    }

    @Test
    void everyKeyOfTheFileArrives() {
        Sample sample =
                read(
                        """
                        host: h2
                        period: 250ms
                        ratio: 0.25
                        count: -3
                        lively: false
                        flavour: shortest-path
                        room: 1GiB
                        listen: 172.30.1.1:6653
                        folder: data/x
                        seed: 42
                        switches: {s1: 00:00:00:00:00:00:00:01, s2: "2"}
                        cables:
                          - {between: [s1, s2], capacity: 10Mbit/s}
                        spare: {between: [c, d]}
                        """);

        assertThat(sample)
                .isEqualTo(
                        new Sample(
                                new HostId("h2"),
                                Duration.ofMillis(250),
                                0.25,
                                -3,
                                false,
                                Flavour.SHORTEST_PATH,
                                ByteCount.ofMiB(1024),
                                new HostAndPort("172.30.1.1", 6653),
                                folder.resolve("data/x"),
                                42L,
                                Map.of("s1", new DatapathId(1), "s2", new DatapathId(2)),
                                List.of(new Cable(List.of("s1", "s2"), BitRate.ofMbps(10))),
                                new Cable(List.of("c", "d"), BitRate.ofMbps(1000))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hots: h1           | 1:1: unknown key 'hots'; did you mean 'host'?
                    zzzzzzzz: 1        | 1:1: unknown key 'zzzzzzzz'; known: cables, count, flavour, folder
                    period: 4s         | 1:1: key 'host' is missing.
                    host: -x           | 1:7: host name '-x'
                    host: [a]          | 1:7: one value is expected here, not a list or map.
                    host: {nme: a}     | 1:8: unknown key 'nme'; did you mean 'name'?
                    host: a;;host: b   | 2:1: key 'host' is there twice.
                    count: many        | 1:8: 'many' is not a whole number.
                    count: 1.5         | 1:8: '1.5' is not a whole number.
                    ratio: NaN         | 1:8: 'NaN' is not a number.
                    ratio: 1.1         | 1:8: ratio must be between 0 and 1.
                    period: 4          | 1:9: '4' is not a duration such as 4s, 250ms or 1m.
                    period: 1ms        | 1:9: period must be between 10ms and 1h.
                    lively: yes        | 1:9: 'yes' is neither true nor false.
                    flavour: sweet     | 1:10: 'sweet' is none of plain, shortest-path.
                    room: 12           | 1:7: '12' is not an amount of bytes
                    listen: localhost  | 1:9: 'localhost' is not an address with a port
                    listen: a:70000    | 1:9: port 70000 is not between 0 and 65535.
                    switches: [a]      | 1:11: a map is expected here.
                    cables: {a: b}     | 1:9: a list is expected here.
                    cables: [a]        | 1:10: a map is expected here.
                    cables: [{between: [a]}] | 1:10: a cable has two ends.
                    cables: [{between: [a, b], capacity: 10}] | 1:38: '10' is not a bit rate
                    host: h1;;cables: [{between: [a, ghost]}] | 2:20: there is no ghost.
                    host: *h           | 1:7: aliases ('*name') are not taken here.
                    host: "h           | not YAML
                    [a, b]             | 1:1: a map is expected here.
                    ? [a];;: b         | 1:3: a key is a word
                    """)
    void saysWhatIsWrongAndWhere(String text, String expected) {
        assertThat(refusal(text.replace(";;", "\n")))
                .contains(expected.startsWith("not") ? expected : "test.yaml:" + expected);
    }

    @Test
    void reportsEveryProblemInTheOrderOfTheFile() {
        assertThat(refusal("count: x\nperiod: y\nhots: z\n"))
                .isEqualTo(
                        """
                        4 problems:
                          test.yaml:1:1: key 'host' is missing.
                          test.yaml:1:8: 'x' is not a whole number.
                          test.yaml:2:9: 'y' is not a duration such as 4s, 250ms or 1m.
                          test.yaml:3:1: unknown key 'hots'; did you mean 'host'?\
                        """);
    }

    @Test
    void refusesABombBeforeItGrows() {
        String aliases = "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n";
        String nested = "[".repeat(100_000);

        assertThat(refusal(aliases)).contains("aliases");
        assertThat(refusal(nested)).contains("nested deeper than 32 levels");
        assertThat(refusal("host: " + "x".repeat(1 << 21))).contains("not YAML");
    }

    @Test
    void anEmptyFileHasOnlyMissingKeys() {
        assertThat(refusal("")).contains("key 'host' is missing");
        assertThat(refusal("# nothing\n")).contains("key 'host' is missing");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, 0x00});
        Path large = Files.write(folder.resolve("l.yaml"), new byte[(1 << 20) + 1]);

        assertThat(refusal(folder.resolve("none.yaml"))).contains("there is no file", "none.yaml");
        assertThat(refusal(folder)).contains(folder.toString(), "can't be read");
        assertThat(refusal(binary)).contains("is not UTF-8 text");
        assertThat(refusal(large)).contains("larger than 1 MiB");
    }

    private Sample read(String text) {
        return ConfigReader.parse(text, "test.yaml", folder, Sample.class);
    }

    private String refusal(String text) {
        return message(catchThrowableOfType(TransshipException.class, () -> read(text)));
    }

    private static String refusal(Path file) {
        return message(
                catchThrowableOfType(
                        TransshipException.class, () -> ConfigReader.read(file, Sample.class)));
    }

    private static String message(TransshipException refusal) {
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(FailureCode.CONFIG_INVALID);
        return refusal.getMessage();
    }
}
