package io.transship.lab.bench.store;

import static java.util.Objects.requireNonNull;

import io.transship.lab.databases.DatabaseKind;
import io.transship.lab.databases.DatabaseServer;
import io.transship.manager.store.dialect.DatabaseAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transship bench store}. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How many samples a second the store appends, on each database that is installed here,"
                    + " and",
            "beside it what a plain JDBC batch appends to a table of the same columns without id"
                    + " or",
            "index, with the same driver settings, in the same run. Ends with 1 if SQLite takes"
                    + " fewer",
            "than 100,000 a second.",
            ""
        },
        footer = {"", "Example: transship bench store --seconds 10"})
public final class StoreCommand implements Callable<Integer> {

    private static final double BAR = 100_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "For each figure, after a fifth of it to warm up (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Samples in a transaction (${DEFAULT-VALUE}, as the manager writes).")
    private int batch;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() throws IOException, SQLException {
        PrintWriter out = requireNonNull(command, "picocli sets it").commandLine().getOut();
        out.println("              samples a second               a second of processor time here");
        out.println("database         store  plain JDBC batch        store  plain JDBC batch");
        double sqlite = sqlite(out);
        for (DatabaseKind kind : DatabaseKind.values()) {
            if (!kind.isInstalled()) {
                out.printf("%-12s  is not installed%n", kind.words());
                continue;
            }
            try (DatabaseServer server = DatabaseServer.start(kind)) {
                var _ = show(kind.words(), server.create("bench"), out);
            }
        }
        out.flush();
        return sqlite >= BAR ? 0 : 1;
    }

    private double sqlite(PrintWriter out) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("transship-bench");
        try {
            return show(
                    "SQLite",
                    DatabaseAddress.of("jdbc:sqlite:" + folder.resolve("s.db")).atLeisure(),
                    out);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .map(Path::toFile)
                        .forEach(java.io.File::delete);
            }
        }
    }

    private double show(String name, DatabaseAddress address, PrintWriter out) throws SQLException {
        try (AppendBench bench = new AppendBench(address, batch, seconds)) {
            AppendBench.Rate store = bench.store();
            AppendBench.Rate plain = bench.plain();
            out.printf(
                    Locale.ROOT,
                    "%-12s  %,8.0f  %,16.0f  %,11.0f  %,16.0f%n",
                    name,
                    store.aSecond(),
                    plain.aSecond(),
                    store.aProcessorSecond(),
                    plain.aProcessorSecond());
            out.flush();
            return store.aSecond();
        }
    }
}
