package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line stands above the environment, which stands above the file and its defaults. */
class OverridesTest {

    record Limits(@Default("1m") Duration coolDown, @Default("1") int movesAtOnce) {}

    record Config(
            @Default("bandwidth") String policy,
            @Default("{}") Limits limits,
            @Nullable Long seed,
            @Default("jdbc:sqlite:x") String url,
            Map<String, String> environment,
            List<String> words) {}

    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("test.yaml"), text);
    }

    private Config read(String text, Map<String, String> environment, String... assignments)
            throws IOException {
        return ConfigReader.read(
                file(text), Config.class, Overrides.of(environment, List.of(assignments)));
    }

    @Test
    void theStrongerSourceWins() throws IOException {
        Map<String, String> environment =
                Map.of("TRANSSHIP_LIMITS_COOLDOWN", "2m", "TRANSSHIP_POLICY", "random");

        Config config =
                read("policy: a\nlimits: {movesAtOnce: 3}", environment, "policy=last", "seed=7");

        assertThat(config.policy()).isEqualTo("last");
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.limits()).isEqualTo(new Limits(Duration.ofMinutes(2), 3));
    }

    @Test
    void aBadValueNamesItsVariable() {
        assertThatThrownBy(() -> read("", Map.of("TRANSSHIP_LIMITS_COOLDOWN", "2")))
                .hasMessageContaining(
                        "environment TRANSSHIP_LIMITS_COOLDOWN: '2' is not a duration");
        assertThatThrownBy(() -> read("", Map.of(), "limits.coolDown=-4s"))
                .hasMessageContaining("command line: '-4s' is not a duration");
    }

    @Test
    void aMisspeltVariableOrKeyIsAProblemAnUnrelatedOneIsNot() throws IOException {
        assertThatThrownBy(() -> read("", Map.of("TRANSSHIP_LIMITS_COOLDWN", "2m")))
                .hasMessageContaining("did you mean 'TRANSSHIP_LIMITS_COOLDOWN'?");
        assertThatThrownBy(() -> read("", Map.of(), "limits.cooldown=2m"))
                .hasMessageContaining("did you mean 'limits.coolDown'?");
        assertThatThrownBy(() -> read("", Map.of(), "words"))
                .hasMessageContaining("is not KEY=VALUE");
        assertThat(
                        read(
                                        "",
                                        Map.of(
                                                "TRANSSHIP_TEST_RUN", "/x",
                                                "TRANSSHIP_SAFETY", "w",
                                                "TRANSSHIP_SOMETHING_ELSE_ALTOGETHER", "y",
                                                "PATH", "z"))
                                .policy())
                .isEqualTo("bandwidth");
    }

    @Test
    void everyValueHasItsSourceAndSecretsAreHidden() throws IOException {
        String text =
                """
                policy: random
                url: "jdbc:mariadb://u:topsecret@h/db?password=topsecret&x=1"
                environment: {KEY: topsecret}
                words: [a, b]
                """;
        Overrides overrides =
                Overrides.of(Map.of("TRANSSHIP_LIMITS_MOVESATONCE", "2"), List.of("seed=9"));

        List<Setting> settings = ConfigReader.settings(file(text), Config.class, overrides);

        assertThat(settings)
                .contains(
                        new Setting("policy", "random", "test.yaml:1"),
                        new Setting("limits.coolDown", "1m", "default"),
                        new Setting(
                                "limits.movesAtOnce",
                                "2",
                                "environment TRANSSHIP_LIMITS_MOVESATONCE"),
                        new Setting("seed", "9", "command line"),
                        new Setting("environment.KEY", "(hidden)", "test.yaml:3"),
                        new Setting("words[1]", "b", "test.yaml:4"));
        assertThat(settings).noneMatch(each -> each.value().contains("topsecret"));
    }
}
