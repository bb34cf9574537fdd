package io.transship.lab.bench.transfer;

import static java.util.Objects.requireNonNull;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transship bench transfer}. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast a file that does not shrink goes from one daemon's data port to another's:",
            "two processes with a daemon's flags, mutual TLS on loopback, from a memory file system",
            "into one, until the target has checked the digest. Some runs warm both up and do not",
            "count. After each other run iperf3 sends for a second, for comparison.",
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

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = requireNonNull(command, "picocli sets it").commandLine().getOut();
        new TransferBench(folder, bytes(), runs, out).run();
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
