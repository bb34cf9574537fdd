package io.transship.lab.bench.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What iperf3 reports. */
class IperfTest {

    @Test
    void theReceiversRateCounts() {
        String report =
                """
                {"start":{},"end":{"sum_sent":{"bits_per_second":9e9},
                 "sum_received":{"bytes":1073741824,"bits_per_second":8.0e9}}}
                """;

        assertThat(Iperf.read(report)).contains(1000.0);
    }

    @Test
    void aReportOfAFailureHasNone() {
        assertThat(Iperf.read("{\"error\":\"unable to connect\"}")).isEmpty();
        assertThat(Iperf.read("iperf3: not found")).isEmpty();
        assertThat(Iperf.read("")).isEmpty();
    }
}
