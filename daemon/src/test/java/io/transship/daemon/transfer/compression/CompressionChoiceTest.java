package io.transship.daemon.transfer.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which level makes a transfer fastest. Rates in MB/s. */
class CompressionChoiceTest {

    private static final List<LevelFigures> TEXT =
            List.of(level(1, 400, 0.30), level(3, 200, 0.25), level(6, 60, 0.20));

    @ParameterizedTest
    @CsvSource({
        // link, level
        "1000, 0",
        "450, 0",
        "300, 1",
        "125, 1",
        "40, 3",
        "12.5, 6",
        "1.25, 6",
    })
    void theSlowerTheLinkTheHarderItCompresses(double link, int level) {
        assertThat(choose(link, TEXT, 0)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "6"})
    void whateverWasInUseTheBestIsFoundWhenItIsMuchBetter(int current) {
        assertThat(choose(2000, TEXT, current)).isZero();
        assertThat(choose(150, TEXT, current)).isEqualTo(1);
        assertThat(choose(1, TEXT, current)).isEqualTo(6);
    }

    @Test
    void bytesThatDoNotShrinkAreSentAsTheyAre() {
        List<LevelFigures> random = List.of(level(1, 2000, 1.0), level(6, 500, 0.99));

        assertThat(choose(1.25, random, 0)).isZero();
        assertThat(choose(1.25, random, 1)).as("what is in use costs nothing more").isEqualTo(1);
    }

    @Test
    void aLittleFasterIsNoReasonToChange() {
        List<LevelFigures> figures = List.of(level(1, 105, 0.5));

        assertThat(choose(100, figures, 0)).as("5 % faster").isZero();
        assertThat(choose(109, figures, 1)).as("4 % slower").isEqualTo(1);
        assertThat(choose(80, figures, 0)).as("24 % faster").isEqualTo(1);
        assertThat(choose(130, figures, 1)).as("24 % slower").isZero();
    }

    @Test
    void noiseAroundTheTurningPointChangesNothing() {
        int level = 0;
        int changes = 0;
        for (int i = 0; i < 1000; i++) {
            double link = 400 * (1 + 0.04 * Math.sin(i));
            int next = choose(link, List.of(level(1, 400, 0.3)), level);
            changes += next == level ? 0 : 1;
            level = next;
        }

        assertThat(changes).isLessThanOrEqualTo(1);
    }

    @Test
    void overAWayThatNobodyKnowsWhateverShrinksIsBest() {
        assertThat(CompressionChoice.choose(OptionalDouble.empty(), TEXT, 0)).isEqualTo(6);
        assertThat(
                        CompressionChoice.choose(
                                OptionalDouble.empty(), List.of(level(1, 1000, 0.99)), 0))
                .isZero();
    }

    @Test
    void withoutAMeasurementNothingIsCompressed() {
        assertThat(choose(1, List.of(), 0)).isZero();
    }

    private static LevelFigures level(int level, double mbs, double ratio) {
        return new LevelFigures(level, mbs * 1e6, ratio);
    }

    private static int choose(double linkMbs, List<LevelFigures> figures, int current) {
        return CompressionChoice.choose(OptionalDouble.of(linkMbs * 1e6), figures, current);
    }
}
