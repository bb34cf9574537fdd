package io.transship.core.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Packet counts as Open vSwitch 3.1 really gave them, each second, while one TCP stream filled a 10
 * Mbit/s link for 43 s, on two cores with seven times their work. The counts are up to a second
 * old.
 */
class MeasuredCountsTest {

    /** Milliseconds, and packets, since the first reading. */
    private static final long[][] READINGS = {
        {0, 0},
        {930, 1214},
        {1938, 2399},
        {2883, 3336},
        {3912, 4484},
        {4875, 5076},
        {5806, 6275},
        {6737, 7453},
        {7659, 8599},
        {8617, 9761},
        {9611, 10788},
        {10563, 11927},
        {11595, 13040},
        {12553, 14131},
        {13472, 15264},
        {14389, 15816},
        {15317, 16933},
        {16264, 18066},
        {17200, 19219},
        {18115, 20401},
        {19071, 21566},
        {20036, 22718},
        {20975, 23725},
        {21924, 24248},
        {22888, 24991},
        {23842, 25999},
        {24806, 27189},
        {25834, 28400},
        {26844, 29440},
        {27795, 30611},
        {28887, 31742},
        {29865, 32916},
        {30850, 34054},
        {31888, 35066},
        {32805, 36300},
        {33739, 37486},
        {34802, 38719},
        {35729, 39935},
        {36654, 41187},
        {37568, 42383},
        {38507, 43001},
        {39443, 44231},
        {40372, 45478}
    };

    private static final Instant START = Star.NOW;

    private static AggregateReading reading(long[] measured, long before) {
        return new AggregateReading(
                Traffic.S2, START.plusMillis(measured[0]), 3, before + measured[1]);
    }

    @Test
    void everySessionOfTenSecondsFindsTheSource() {
        int sessions = READINGS.length - 11;
        for (int first = 4; first < sessions; first++) {
            List<AggregateReading> readings = new ArrayList<>();
            for (int i = 0; i < first + 11; i++) {
                readings.add(reading(READINGS[i], 50_000));
            }
            Instant begin = readings.get(first).at();
            AggregateHistory seen = history(readings.subList(0, first + 1));
            Detector.Step heavy =
                    new ThesisDetector(DetectionSettings.defaults()).step(view(), seen, begin);
            assertThat(heavy.detection()).as("at " + first).isInstanceOf(Detection.Watch.class);

            Detection concluded =
                    heavy.next()
                            .step(view(), history(readings), begin.plus(Duration.ofSeconds(11)))
                            .detection();

            assertThat(concluded).as("from " + first).isInstanceOf(Detection.Found.class);
        }
    }

    private static AggregateHistory history(List<AggregateReading> readings) {
        return AggregateHistory.of(java.util.Map.of(Traffic.S2, readings));
    }

    private static NetworkView view() {
        return Star.scenario1().load(2, 1, 0.3, 9.7).view();
    }
}
