package io.transship.daemon.measurement;

import io.transship.core.model.ByteCount;
import io.transship.core.view.HostLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * How busy this machine is, from {@code /proc/stat} and {@code /proc/meminfo}. It looks when it is
 * asked, and smooths what it sees over some seconds. Thread-safe.
 */
public final class HostMeter {

    private static final double SMOOTHING_NANOS = 5e9;

    /** Between two looks; the kernel counts in hundredths of a second. */
    private static final long LEAST_NANOS = 500_000_000;

    private final Path proc;
    private final LongSupplier nanoTime;
    private Optional<Sample> last;
    private Optional<Double> smoothed = Optional.empty();

    /**
     * Counters of all processors together.
     *
     * @param at nanoseconds
     * @param busy hundredths of a second
     * @param total hundredths of a second
     */
    private record Sample(long at, long busy, long total) {}

    /**
     * Begins to look.
     *
     * @param proc where the kernel's files are
     * @param nanoTime a clock that never steps
     */
    public HostMeter(Path proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
        this.last = sample();
    }

    /**
     * The load now; empty until two looks lie far enough apart, or where the files can't be read.
     */
    public synchronized Optional<HostLoad> load() {
        look();
        return smoothed.flatMap(this::with);
    }

    private void look() {
        Optional<Sample> now = sample();
        if (last.isEmpty() || now.isEmpty()) {
            last = now;
            smoothed = Optional.empty();
            return;
        }
        long nanos = now.get().at() - last.get().at();
        long total = now.get().total() - last.get().total();
        if (nanos < LEAST_NANOS || total <= 0) {
            return;
        }
        double share = (double) (now.get().busy() - last.get().busy()) / total;
        double busy = Math.min(1, Math.max(0, share));
        double weight = 1 - Math.exp(-nanos / SMOOTHING_NANOS);
        smoothed = Optional.of(smoothed.map(old -> old + weight * (busy - old)).orElse(busy));
        last = now;
    }

    private Optional<HostLoad> with(double busy) {
        try (Stream<String> lines = Files.lines(proc.resolve("meminfo"))) {
            List<String> memory = lines.filter(line -> line.startsWith("Mem")).toList();
            return Optional.of(
                    new HostLoad(
                            cores(), busy, kib(memory, "MemTotal:"), kib(memory, "MemAvailable:")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private int cores() throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve("stat"))) {
            return (int) lines.filter(line -> line.matches("cpu\\d+ .*")).count();
        }
    }

    private static ByteCount kib(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> new ByteCount(Long.parseLong(line.replaceAll("\\D", "")) * 1024))
                .findFirst()
                .orElseThrow();
    }

    /** user nice system idle iowait irq softirq steal; guests are in user already. */
    private Optional<Sample> sample() {
        try (Stream<String> lines = Files.lines(proc.resolve("stat"))) {
            long[] times =
                    Stream.of(lines.findFirst().orElseThrow().strip().split("\\s+"))
                            .skip(1)
                            .limit(8)
                            .mapToLong(Long::parseLong)
                            .toArray();
            long total = 0;
            for (long time : times) {
                total += time;
            }
            return Optional.of(
                    new Sample(nanoTime.getAsLong(), total - times[3] - times[4], total));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
