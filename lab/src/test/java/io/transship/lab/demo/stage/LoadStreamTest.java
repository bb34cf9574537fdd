package io.transship.lab.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines as iperf3 3.18 prints them. */
class LoadStreamTest {

    private final LoadStream load = new LoadStream();

    @Test
    void intervalsAreCountedAndSilentOnesTold() {
        load.line("{\"event\":\"start\",\"data\":{\"version\":\"iperf 3.18\"}}");
        interval(8_012_345.5);
        interval(0);
        interval(0);
        interval(9_400_000);
        load.line("warning: something");

        assertThat(load.started()).isTrue();
        assertThat(load.silentSeconds()).isEqualTo(2);
        assertThat(load.lastBps()).isEqualTo(9_400_000);
        assertThat(load.bitsPerSecond()).hasSize(4);
        assertThat(load.error()).isEmpty();
        assertThat(load.wentAfter(1)).isTrue();
        assertThat(load.wentAfter(load.seconds())).isFalse();
    }

    @Test
    void anErrorIsKept() {
        load.line("{\"event\":\"error\",\"data\":\"unable to connect\"}");
        assertThat(load.error()).contains("unable to connect");
    }

    private void interval(double bps) {
        load.line(
                "{\"event\":\"interval\",\"data\":{\"streams\":[],\"sum\":{\"start\":0,\"end\":1.0,"
                        + "\"bits_per_second\":"
                        + bps
                        + "}}}");
    }
}
