package io.transship.lab.bench.store;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.view.PortLoad;
import io.transship.manager.store.Database;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.sample.SampleStore;
import io.transship.manager.store.sample.SqlSampleStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Appends for a time: port loads of a thousand switches with 24 ports, a second apart. */
final class AppendBench implements AutoCloseable {

    private static final int SWITCHES = 1_000;
    private static final int PORTS = 24;

    /** Appends the next batch. */
    private interface Append {
        void next() throws SQLException;
    }

    private final Database database;
    private final int batch;
    private final Duration time;
    private long made;

    AppendBench(DatabaseAddress address, int batch, int seconds) {
        this.database = Database.open(address);
        this.batch = batch;
        this.time = Duration.ofSeconds(seconds);
    }

    /**
     * What a series of batches gave.
     *
     * @param aSecond rows
     * @param aProcessorSecond rows, by the processor time of this process: on a busy machine the
     *     only figure that says something
     */
    record Rate(double aSecond, double aProcessorSecond) {}

    /** As the manager writes samples. */
    Rate store() throws SQLException {
        SqlSampleStore store = new SqlSampleStore(database);
        return rate(() -> store.append(samples()));
    }

    /** A plain batch. */
    Rate plain() throws SQLException {
        database.write(
                handle ->
                        handle.execute(
                                "CREATE TABLE plain (switch_dpid VARCHAR(23), port INTEGER, time_ms"
                                        + " BIGINT, bits_per_second_rx BIGINT, bits_per_second_tx"
                                        + " BIGINT, session VARCHAR(190))"));
        return rate(() -> database.write(this::insert));
    }

    @Override
    public void close() {
        database.close();
    }

    private Rate rate(Append append) throws SQLException {
        var _ = run(append, time.dividedBy(5));
        return run(append, time);
    }

    private Rate run(Append append, Duration howLong) throws SQLException {
        Duration cpu = processorTime();
        long begin = System.nanoTime();
        long rows = 0;
        while (System.nanoTime() - begin < howLong.toNanos()) {
            append.next();
            rows += batch;
        }
        double took = System.nanoTime() - begin;
        return new Rate(rows * 1e9 / took, rows * 1e9 / processorTime().minus(cpu).toNanos());
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void insert(Handle handle) {
        Connection connection = handle.getConnection();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)")) {
            for (SampleStore.Sample sample : samples()) {
                PortLoad load = ((SampleStore.Bandwidth) sample).load();
                insert.setString(1, load.port().datapath().toString());
                insert.setInt(2, load.port().port());
                insert.setLong(3, load.at().toEpochMilli());
                insert.setLong(4, load.rx().bps());
                insert.setLong(5, load.tx().bps());
                insert.setString(6, null);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<SampleStore.Sample> samples() {
        List<SampleStore.Sample> samples = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            long port = made % PORTS + 1;
            long datapath = made / PORTS % SWITCHES + 1;
            Instant at = Instant.EPOCH.plusSeconds(made / (PORTS * SWITCHES));
            samples.add(
                    new SampleStore.Bandwidth(
                            new PortLoad(
                                    new ConnectPoint(new DatapathId(datapath), (int) port),
                                    at,
                                    new BitRate(made % 1_000_000),
                                    new BitRate(made % 999_983)),
                            Optional.empty()));
            made++;
        }
        return samples;
    }
}
