package io.transship.manager.store.sample;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.store.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The thesis' StatisticAggregate and StatisticsBandwidth in SQL (4.3): plain JDBC batches, since a
 * thousand switches give 25,000 rows a second.
 */
public final class SqlSampleStore implements SampleStore {

    private static final String AGGREGATE =
            "INSERT INTO statistic_aggregate (switch_dpid, time_ms, flow_count, packet_count,"
                    + " pc_difference, session) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String BANDWIDTH =
            "INSERT INTO statistics_bandwidth (switch_dpid, port, time_ms, bits_per_second_rx,"
                    + " bits_per_second_tx, session) VALUES (?, ?, ?, ?, ?, ?)";

    private final Database database;

    /** Samples in that database. */
    public SqlSampleStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<Sample> samples) {
        database.write(handle -> insert(handle, samples));
    }

    @Override
    public boolean answers() {
        return database.problem().isEmpty();
    }

    private static void insert(Handle handle, List<Sample> samples) {
        try (PreparedStatement aggregates = handle.getConnection().prepareStatement(AGGREGATE);
                PreparedStatement loads = handle.getConnection().prepareStatement(BANDWIDTH)) {
            Map<Object, String> names = new HashMap<>();
            int aggregated = 0;
            for (Sample sample : samples) {
                switch (sample) {
                    case Aggregate row -> {
                        add(aggregates, row, names);
                        aggregated++;
                    }
                    case Bandwidth row -> add(loads, row, names);
                }
            }
            if (aggregated > 0) {
                aggregates.executeBatch();
            }
            if (aggregated < samples.size()) {
                loads.executeBatch();
            }
        } catch (SQLException e) {
            throw new TransshipException(
                    FailureCode.STORE_UNAVAILABLE, "samples are not written: " + e.getMessage(), e);
        }
    }

    private static void add(PreparedStatement batch, Aggregate row, Map<Object, String> names)
            throws SQLException {
        batch.setString(1, name(row.sample().datapath(), names));
        batch.setLong(2, row.sample().at().toEpochMilli());
        batch.setLong(3, row.sample().flowCount());
        batch.setLong(4, row.sample().packetCount());
        if (row.difference().isPresent()) {
            batch.setLong(5, row.difference().getAsLong());
        } else {
            batch.setNull(5, Types.BIGINT);
        }
        session(batch, row.session());
        batch.addBatch();
    }

    private static void add(PreparedStatement batch, Bandwidth row, Map<Object, String> names)
            throws SQLException {
        batch.setString(1, name(row.load().port().datapath(), names));
        batch.setInt(2, row.load().port().port());
        batch.setLong(3, row.load().at().toEpochMilli());
        batch.setLong(4, row.load().rx().bps());
        batch.setLong(5, row.load().tx().bps());
        session(batch, row.session());
        batch.addBatch();
    }

    /** A switch has many ports: its name is made once a batch. */
    private static String name(Object datapath, Map<Object, String> names) {
        return names.computeIfAbsent(datapath, Object::toString);
    }

    private static void session(PreparedStatement batch, Optional<String> session)
            throws SQLException {
        if (session.isPresent()) {
            batch.setString(6, session.get());
        } else {
            batch.setNull(6, Types.VARCHAR);
        }
    }
}
