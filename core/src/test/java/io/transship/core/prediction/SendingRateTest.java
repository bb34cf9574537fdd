package io.transship.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class SendingRateTest {

    @ParameterizedTest(name = "at most {0} and {1} of {2} left of {3} Mbit/s: {4}")
    @CsvSource({
        // maxRate, maxShare, left, capacity, bound, expected
        "0, 0.9, 10, 10, 9, 9",
        "0, 1, 10, 10, 10, 9.4",
        "0, 0.5, 8, 10, 4, 4",
        "0, 0.9, 0, 10, 1, 1",
        "3, 0.9, 10, 10, 3, 3",
        "50, 0.9, 10, 10, 9, 9",
        "0, 0.9, 10000, 10000, 9000, 3000"
    })
    void theLesserBoundHolds(double maxRate, double maxShare, ArgumentsAccessor row) {
        SendingRate rate = new SendingRate(BitRate.ofMbps(maxRate), maxShare);
        Optional<SendingRate.Room> room =
                Optional.of(new SendingRate.Room(mbps(row, 2), mbps(row, 3)));

        assertThat(rate.bound(room)).isEqualTo(mbps(row, 4));
        assertThat(rate.expected(room, Optional.empty(), BitRate.ofMbps(3000)))
                .contains(mbps(row, 5));
    }

    private static BitRate mbps(ArgumentsAccessor row, int column) {
        return BitRate.ofMbps(row.getDouble(column));
    }

    @ParameterizedTest(name = "at most {0}, last time {1}: {2}, {3}")
    @CsvSource({"0, 40, 0, 40", "7, 40, 7, 7"})
    void withoutAMeasuredPathTheLastTransferTells(
            double maxRate, double before, double bound, double expected) {
        SendingRate rate = new SendingRate(BitRate.ofMbps(maxRate), 0.9);

        assertThat(rate.bound(Optional.empty())).isEqualTo(BitRate.ofMbps(bound));
        assertThat(
                        rate.expected(
                                Optional.empty(),
                                Optional.of(BitRate.ofMbps(before)),
                                BitRate.ofMbps(3000)))
                .contains(BitRate.ofMbps(expected));
        assertThat(rate.expected(Optional.empty(), Optional.empty(), BitRate.ofMbps(3000)))
                .isEmpty();
    }
}
