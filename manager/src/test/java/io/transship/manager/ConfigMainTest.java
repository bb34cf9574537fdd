package io.transship.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code transship config} on files, without a manager. */
class ConfigMainTest {

    private static final String LEAST =
            """
            tls: {authority: ca.pem, certificate: m.pem, key: m.key}
            image: demo
            hosts: [{name: h1, address: 10.0.0.1, daemon: "172.30.1.11:8088"}]
            """;

    @TempDir Path folder;

    private record Answer(int code, String out, String err) {}

    private static Answer run(Map<String, String> environment, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                ConfigMain.run(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        words);
        return new Answer(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void checkSaysWhatIsWrongWithLineAndMend() throws IOException {
        assertThat(run(Map.of(), "check", file("good.yaml", LEAST)).out()).contains("is valid.");

        Answer bad = run(Map.of(), "check", file("bad.yaml", LEAST + "checkingFrequency: 60\n"));

        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err())
                .contains("CONFIG_INVALID", "bad.yaml:4:20: '60' is not a duration", "Correct");
        assertThat(
                        run(
                                        Map.of("TRANSSHIP_CHECKINGFREQUENCY", "60"),
                                        "check",
                                        file("good.yaml", LEAST))
                                .err())
                .contains("environment TRANSSHIP_CHECKINGFREQUENCY");
    }

    /** As the manager would say it that was started with the file. */
    @Test
    void checkLooksIntoTheJars() throws IOException {
        Answer absent = run(Map.of(), "check", file("m.yaml", LEAST + "policyJars: [gone.jar]\n"));
        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err())
                .startsWith("CONFIG_INVALID: ")
                .contains("m.yaml:4: policyJars: there is no file or folder ", "gone.jar that can");

        String mine = LEAST + "policyJars: [jars]\npolicy: mine\n";
        Files.createDirectory(folder.resolve("jars"));
        Answer empty = run(Map.of(), "check", file("m.yaml", mine));
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err())
                .startsWith("POLICY_UNKNOWN: ")
                .contains("m.yaml:5: there is no policy 'mine'; there are bandwidth, ");

        file("jars/broken.jar", "no jar");
        Answer broken = run(Map.of(), "check", file("m.yaml", mine));
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("m.yaml:5: there is no policy 'mine'");
        Answer without = run(Map.of(), "check", file("m.yaml", LEAST + "policyJars: [jars]\n"));
        assertThat(without.out()).contains("is valid.");
    }

    @Test
    void checkRemarksOnWhatCanHardlyBeMeant() throws IOException {
        String silent = LEAST + "detector: thesis\n";

        assertThat(run(Map.of(), "check", file("m.yaml", LEAST)).err())
                .contains("never finds a container on h1", "add it under 'links'");
        assertThat(run(Map.of(), "check", file("m.yaml", silent)).err()).isEmpty();
    }

    @Test
    void showTellsEachValuesSource() throws IOException {
        Answer shown =
                run(
                        Map.of("TRANSSHIP_LIMITS_COOLDOWN", "2m"),
                        "show",
                        file("m.yaml", LEAST + "policy: random\n"),
                        "--set",
                        "mode=advise");

        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .containsPattern("policy +random +m.yaml:4")
                .containsPattern("limits.coolDown +2m +environment TRANSSHIP_LIMITS_COOLDOWN")
                .containsPattern("mode +advise +command line")
                .containsPattern("detector +\\S+ +default")
                .containsPattern("hosts\\[0].address +10.0.0.1 +m.yaml:3");
    }

    @Test
    void importWritesAFileThatPassesItsCheckAndOverwritesNone() throws IOException {
        Path listings = Path.of("src/test/resources/prototype");
        String target = folder.resolve("made.yaml").toString();
        String[] words = {
            "import",
            listings.resolve("configuration").toString(),
            listings.resolve("hostsInfo.txt").toString(),
            "-o",
            target
        };

        assertThat(run(Map.of(), words).out()).contains("wrote");
        assertThat(run(Map.of(), "check", target).out()).contains("is valid.");
        assertThat(run(Map.of(), words).err()).contains("is there already");
        assertThat(run(Map.of(), "import", "nothing", "nowhere").err()).contains("can't be read");
        assertThat(run(Map.of(), "chek").err()).contains("did you mean 'check'?");
    }
}
