package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarTextsTest {

    @ParameterizedTest
    @CsvSource({
        "4s,PT4S",
        "250ms,PT0.25S",
        "1.5 s,PT1.5S",
        "1m,PT1M",
        "2h,PT2H",
        "1d,PT24H",
        "5us,PT0.000005S"
    })
    void durationsCarryTheirUnit(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "s", "-1s", "4 weeks", "", "999999999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "[::1]:8080", "h2.example:0"})
    void anAddressWithItsPortIsReadAndWritten(String text) {
        assertThat(HostAndPort.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", "a b:1", "::1:8080", "a:65536", "a:", ":1", "a:-1"})
    void whatIsNoAddressWithAPortIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostAndPort.parse(text));
    }

    @Test
    void suggestsTheNearestNameOrListsThemAll() {
        List<String> names = List.of("random", "bandwidth", "shortest-path");

        assertThat(Suggestion.hint("bandwith", names)).isEqualTo("; did you mean 'bandwidth'?");
        assertThat(Suggestion.hint("Radnom", names)).isEqualTo("; did you mean 'random'?");
        assertThat(Suggestion.hint("fastest", names))
                .isEqualTo("; known: bandwidth, random, shortest-path");
    }
}
