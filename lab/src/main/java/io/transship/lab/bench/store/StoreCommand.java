package io.transship.lab.bench.store;

import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.databases.DatabaseKind;
import io.transship.lab.databases.DatabaseServer;
import io.transship.manager.store.dialect.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench store}. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How many samples a second the store appends, on each database that is "
                    + "installed here, and beside it what a plain JDBC batch appends to a table of "
                    + "the same columns without id or index, with the same driver settings, in the "
                    + "same run. Ends with 1 if SQLite takes fewer than 100,000 a second.",
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

    @Mixin private BenchOutput output = new BenchOutput();

    private final List<Row> rows = new ArrayList<>();

    /**
     * What one database took, in samples.
     *
     * @param database its name
     * @param store by the manager's store
     * @param plain by a plain batch
     */
    private record Row(String database, AppendBench.Rate store, AppendBench.Rate plain) {}

    @Override
    public Integer call() throws IOException, SQLException {
        output.say("              samples a second               a second of processor time here");
        output.say("database         store  plain JDBC batch        store  plain JDBC batch");
        double sqlite = sqlite();
        for (DatabaseKind kind : DatabaseKind.values()) {
            if (!kind.isInstalled()) {
                output.say("%-12s  is not installed".formatted(kind.words()));
                continue;
            }
            try (DatabaseServer server = DatabaseServer.start(kind)) {
                var _ = show(kind.words(), server.create("bench"));
            }
        }
        output.rows("store", rows);
        return sqlite >= BAR ? 0 : 1;
    }

    private double sqlite() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("transship-bench");
        try {
            return show(
                    "SQLite",
                    DatabaseAddress.of("jdbc:sqlite:" + folder.resolve("s.db")).atLeisure());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .map(Path::toFile)
                        .forEach(java.io.File::delete);
            }
        }
    }

    private double show(String name, DatabaseAddress address) throws SQLException {
        try (AppendBench bench = new AppendBench(address, batch, seconds)) {
            AppendBench.Rate store = bench.store();
            AppendBench.Rate plain = bench.plain();
            output.say(
                    String.format(
                            Locale.ROOT,
                            "%-12s  %,8.0f  %,16.0f  %,11.0f  %,16.0f",
                            name,
                            store.aSecond(),
                            plain.aSecond(),
                            store.aProcessorSecond(),
                            plain.aProcessorSecond()));
            rows.add(new Row(name, store, plain));
            return store.aSecond();
        }
    }
}
