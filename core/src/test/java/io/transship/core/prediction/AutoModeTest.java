package io.transship.core.prediction;

import static io.transship.core.migration.MigrationMode.COPY;
import static io.transship.core.migration.MigrationMode.LEAVE_RUNNING;
import static io.transship.core.migration.MigrationMode.PAGE_SERVER;
import static io.transship.core.migration.MigrationMode.POST_COPY;
import static io.transship.core.migration.MigrationMode.PRE_COPY;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class AutoModeTest {

    private static final Map<MigrationMode, String> ALL_OFFERED = Map.of();

    @ParameterizedTest(name = "copy {2}/{3}, page-server {4}/{5}, post-copy {6}/{7}: {8}")
    @CsvSource({
        // safe, max, copy: downtime, total; page-server; post-copy; picked
        "true, 500, 2000, 4000, 1500, 4500, 90, 9000, PAGE_SERVER",
        "false, 500, 2000, 4000, 1500, 4500, 90, 9000, POST_COPY",
        "true, 500, 300, 1000, 200, 1100, 90, 9000, COPY",
        "false, 500, 300, 1000, 200, 900, 90, 9000, PAGE_SERVER",
        "false, 500, 300, 1000, 200, 1000, 90, 9000, COPY",
        "false, 50, 300, 1000, 200, 1000, 90, 9000, POST_COPY"
    })
    void theSoonestOfThoseBelowElseTheLeastDowntime(boolean safe, long max, ArgumentsAccessor row) {
        MigrationMode picked = row.get(8, MigrationMode.class);
        AutoMode.Choice choice =
                new AutoMode(safe, Duration.ofMillis(max))
                        .choose(
                                List.of(
                                        forecast(COPY, row.getLong(2), row.getLong(3)),
                                        forecast(PAGE_SERVER, row.getLong(4), row.getLong(5)),
                                        forecast(POST_COPY, row.getLong(6), row.getLong(7))),
                                ALL_OFFERED);

        assertThat(choice.mode()).contains(picked);
        assertThat(choice.verdicts())
                .filteredOn(AutoMode.Verdict::chosen)
                .extracting(AutoMode.Verdict::mode)
                .containsExactly(picked);
    }

    @Test
    void leaveRunningIsNeverPickedAndAMissingAbilityIsSaid() {
        Map<MigrationMode, String> lacking = new EnumMap<>(MigrationMode.class);
        lacking.put(PAGE_SERVER, "h3 does not offer it");

        AutoMode.Choice choice =
                new AutoMode(false, Duration.ofMillis(500))
                        .choose(
                                List.of(
                                        forecast(COPY, 900, 1000),
                                        forecast(PAGE_SERVER, 100, 200),
                                        forecast(LEAVE_RUNNING, 10, 100)),
                                lacking);

        assertThat(choice.mode()).contains(COPY);
        assertThat(choice.verdicts())
                .extracting(AutoMode.Verdict::reason)
                .containsExactly(
                        "has the least downtime; none stays below 500 ms",
                        "h3 does not offer it",
                        "never by itself: it loses what changes after the dump");
    }

    @Test
    void everyLoserHearsWhy() {
        AutoMode.Choice choice =
                new AutoMode(true, Duration.ofMillis(500))
                        .choose(
                                List.of(
                                        forecast(COPY, 600, 700),
                                        forecast(PAGE_SERVER, 400, 500),
                                        forecast(POST_COPY, 90, 100),
                                        new Forecast(PRE_COPY, Optional.empty(), "not known")),
                                ALL_OFFERED);

        assertThat(choice.verdicts())
                .extracting(AutoMode.Verdict::reason)
                .containsExactly(
                        "does not stay below 500 ms",
                        "is over first of those that stay below 500 ms",
                        "can't go back once the copy serves, and 'safe' is set",
                        "has not been tried on a kernel that can, and 'safe' is set");
    }

    @Test
    void whereNothingCanBePredictedItIsCopyIfThatIsOffered() {
        List<Forecast> blind = List.of(new Forecast(COPY, Optional.empty(), "no rate"));
        AutoMode auto = new AutoMode(true, Duration.ofMillis(500));

        assertThat(auto.choose(blind, ALL_OFFERED).mode()).contains(COPY);
        assertThat(auto.choose(blind, ALL_OFFERED).verdicts().getFirst().reason())
                .isEqualTo("nothing can be predicted: no rate");
        assertThat(auto.choose(blind, Map.of(COPY, "neither offers it")).mode()).isEmpty();
    }

    private static Forecast forecast(MigrationMode mode, long downtime, long total) {
        return new Forecast(
                mode,
                Optional.of(
                        new Prediction(
                                Duration.ofMillis(downtime),
                                Duration.ofMillis(total),
                                ByteCount.ofMiB(1),
                                Duration.ZERO)),
                "");
    }
}
