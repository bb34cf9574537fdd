package io.transship.daemon.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transship.core.model.ByteCount;
import io.transship.core.view.HostLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMeterTest {

    @TempDir private Path proc;
    private final AtomicLong now = new AtomicLong();

    @BeforeEach
    void memory() throws IOException {
        Files.writeString(
                proc.resolve("meminfo"),
                """
                MemTotal:        2048 kB
                MemFree:          100 kB
                MemAvailable:     512 kB
                """);
    }

    /** After so many seconds: hundredths of busy, idle and waiting time of two processors. */
    private void at(double seconds, long busy, long idle, long waiting) throws IOException {
        now.set(Math.round(seconds * 1e9));
        Files.writeString(
                proc.resolve("stat"),
                """
                cpu  %d 0 0 %d %d 0 0 0 0 0
                cpu0 1 0 0 1 0 0 0 0 0 0
                cpu1 1 0 0 1 0 0 0 0 0 0
                intr 5
                """
                        .formatted(busy, idle, waiting));
    }

    private HostMeter meter() throws IOException {
        at(0, 1000, 1000, 1000);
        return new HostMeter(proc, now::get);
    }

    @Test
    void nothingIsKnownBeforeTheSecondLook() throws IOException {
        HostMeter meter = meter();

        assertThat(meter.load()).isEmpty();
        at(0.4, 1010, 1070, 1000);
        assertThat(meter.load()).isEmpty();
        at(2, 1100, 1200, 1100);
        assertThat(meter.load())
                .contains(
                        new HostLoad(
                                2, 0.25, new ByteCount(2048 * 1024), new ByteCount(512 * 1024)));
    }

    @Test
    void theShareIsSmoothedOverSomeSeconds() throws IOException {
        HostMeter meter = meter();
        at(2, 1000, 1400, 1000);
        meter.load();

        at(4, 1400, 1400, 1000);

        double share = meter.load().orElseThrow().cpuBusy();
        assertThat(share).isCloseTo(1 - Math.exp(-0.4), within(1e-6));
        at(34, 7400, 1400, 1000);
        assertThat(meter.load().orElseThrow().cpuBusy()).isGreaterThan(0.99);
    }

    @Test
    void countersThatStandStillOrFallBackAreNotTakenForIdle() throws IOException {
        HostMeter meter = meter();
        at(2, 1200, 1200, 1000);
        meter.load();

        at(4, 100, 100, 100);

        assertThat(meter.load().orElseThrow().cpuBusy()).isEqualTo(0.5);
    }

    @Test
    void filesThatCanNotBeReadAreUnknown() throws IOException {
        HostMeter meter = meter();
        at(2, 1100, 1200, 1100);
        Files.writeString(proc.resolve("meminfo"), "garbage");
        assertThat(meter.load()).isEmpty();

        Files.delete(proc.resolve("stat"));
        assertThat(meter.load()).isEmpty();
        assertThat(new HostMeter(proc.resolve("none"), now::get).load()).isEmpty();
    }
}
