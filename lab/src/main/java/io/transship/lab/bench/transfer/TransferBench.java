package io.transship.lab.bench.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.lab.bench.migrate.report.Spread;
import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.bench.process.BenchProcess;
import io.transship.lab.programs.Programs;
import io.transship.lab.testbed.LabCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Sends a file some times and prints how fast it went, with iperf3 beside it. */
final class TransferBench {

    private static final int BLOCK = 1 << 20;
    private static final double MEGABYTE = 1e6;
    private static final double BAR = 600;

    /** Runs until both compilers have done with what a transfer runs. */
    private static final int WARM_UPS = 4;

    private final Path parent;
    private final ByteCount size;
    private final int runs;
    private final BenchOutput output;

    TransferBench(Path parent, ByteCount size, int runs, BenchOutput output) {
        this.parent = parent;
        this.size = size;
        this.runs = runs;
        this.output = output;
    }

    void run() throws IOException, InterruptedException {
        long usable = parent.toFile().getUsableSpace();
        if (usable < 2 * size.bytes()) {
            throw new TransshipException(
                    FailureCode.DISK_FULL,
                    parent + " has room for " + usable + " bytes, not for the file twice.");
        }
        Path folder = Files.createTempDirectory(parent, "transship-bench-");
        try {
            measure(folder);
        } finally {
            delete(folder);
        }
    }

    private void measure(Path folder) throws IOException, InterruptedException {
        Path source = identity(folder, "source");
        Path target = identity(folder, "target");
        noise(source.resolve("file.bin"));
        List<Round> rounds = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        try (BenchProcess sender = end(source, "source");
                BenchProcess receiver = end(target, "target")) {
            for (int run = 1; run <= WARM_UPS; run++) {
                show("warm-up " + run, once(sender, receiver), "");
            }
            for (int run = 1; run <= runs; run++) {
                Round round = once(sender, receiver);
                Optional<Double> beside = Iperf.megabytesPerSecond();
                show("run " + run, round, beside.map("   iperf3 %.0f"::formatted).orElse(""));
                rounds.add(round);
                beside.ifPresent(plain::add);
            }
            conclude(Spread.of(rounds.stream().map(Round::rate).toList()), plain);
            output.say(
                    "memory     source %d MiB, target %d MiB resident"
                            .formatted(sender.residentMebibytes(), receiver.residentMebibytes()));
            output.document("transfer", numbers(rounds, plain));
        }
    }

    private Map<String, Object> numbers(List<Round> rounds, List<Double> plain) {
        return Map.of("sizeBytes", size.bytes(), "rows", rounds, "iperf3", plain);
    }

    private void show(String name, Round round, String beside) {
        output.say(
                String.format(
                        Locale.ROOT,
                        "%-10s %5.0f MB/s   processor: source %.2f s, target %.2f s%s",
                        name,
                        round.rate(),
                        round.sourceCpu(),
                        round.targetCpu(),
                        beside));
    }

    private void conclude(Spread ours, List<Double> plain) {
        output.say(
                String.format(
                        Locale.ROOT,
                        "median     %5.0f MB/s (%.0f to %.0f), bar %.0f",
                        ours.median(),
                        ours.least(),
                        ours.most(),
                        BAR));
        if (plain.isEmpty()) {
            output.say("iperf3     not on this machine");
        } else {
            double median = Spread.of(plain).median();
            output.say(
                    String.format(
                            Locale.ROOT,
                            "iperf3     %5.0f MB/s, ratio %.2f",
                            median,
                            ours.median() / median));
        }
    }

    /**
     * What one transfer took.
     *
     * @param rate in MB/s
     * @param sourceCpu in s, of all of the source's threads
     * @param targetCpu in s
     */
    private record Round(double rate, double sourceCpu, double targetCpu) {}

    private Round once(BenchProcess sender, BenchProcess receiver) throws IOException {
        receiver.tell("next");
        String where = receiver.hear();
        double senderBefore = seconds(sender.cpu());
        double receiverBefore = seconds(receiver.cpu());
        long begin = System.nanoTime();
        sender.tell(where);
        String said = receiver.hear();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!said.equals("whole")) {
            throw new IOException("the target said '" + said + "'");
        }
        Round round =
                new Round(
                        size.bytes() / MEGABYTE / seconds,
                        seconds(sender.cpu()) - senderBefore,
                        seconds(receiver.cpu()) - receiverBefore);
        sender.tell("done");
        sender.hear();
        receiver.tell("done");
        return round;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Path identity(Path folder, String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private BenchProcess end(Path folder, String name) throws IOException {
        return BenchProcess.start(
                Programs.ofThisProcess()
                        .daemonPart(
                                TransferEnd.class.getName(),
                                List.of(name, folder.toString(), folder.toString())));
    }

    /** Bytes that do not shrink; the certificates beside them. */
    private void noise(Path file) throws IOException {
        Path folder = java.util.Objects.requireNonNull(file.getParent());
        Path root = java.util.Objects.requireNonNull(folder.getParent());
        LabCertificates authority = new LabCertificates("bench", new SecureRandom(), Instant.now());
        for (String name : List.of("source", "target")) {
            authority.issue(name, List.of("127.0.0.1"), root.resolve(name));
        }
        SplittableRandom random = new SplittableRandom(1);
        byte[] block = new byte[BLOCK];
        try (OutputStream to = Files.newOutputStream(file)) {
            for (long left = size.bytes(); left > 0; left -= BLOCK) {
                random.nextBytes(block);
                to.write(block, 0, (int) Math.min(left, BLOCK));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
