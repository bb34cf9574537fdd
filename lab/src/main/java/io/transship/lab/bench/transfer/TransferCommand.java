package io.transship.lab.bench.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.lab.bench.output.BenchOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench transfer}. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast a file that does not shrink goes from one daemon's data port to "
                    + "another's:",
            "two processes with a daemon's flags, mutual TLS on loopback, from a memory "
                    + "file system into one, until the target has checked the digest. Some runs warm "
                    + "both up and do not count. After each other run iperf3 sends for a second, for "
                    + "comparison.",
            ""
        })
public final class TransferCommand implements Callable<Integer> {

    @Option(
            names = "--size",
            paramLabel = "AMOUNT",
            defaultValue = "1GiB",
            description = "Of the file (${DEFAULT-VALUE}).")
    private String size = "";

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs that count (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "/dev/shm",
            description = "Takes the file twice (${DEFAULT-VALUE}).")
    private Path folder = Path.of("/dev/shm");

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException, IOException {
        new TransferBench(folder, bytes(), runs, output).run();
        return 0;
    }

    private ByteCount bytes() {
        try {
            ByteCount bytes = ByteCount.parse(size);
            if (runs < 1 || bytes.bytes() < 1) {
                throw new IllegalArgumentException("--runs and --size are at least 1");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new TransshipException(FailureCode.USAGE, e.getMessage() + ".", e);
        }
    }
}
