package io.transship.manager.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The thesis' StatisticAggregate and StatisticsBandwidth in SQL (4.3). */
public final class SqlSampleStore implements SampleStore {

    private final Database database;

    /** Samples in that database. */
    public SqlSampleStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<Sample> samples) {
        database.write(
                handle -> {
                    try (PreparedBatch aggregates = aggregates(handle);
                            PreparedBatch loads = loads(handle)) {
                        for (Sample sample : samples) {
                            switch (sample) {
                                case Aggregate aggregate -> add(aggregates, aggregate);
                                case Bandwidth bandwidth -> add(loads, bandwidth);
                            }
                        }
                        execute(aggregates);
                        execute(loads);
                    }
                });
    }

    @Override
    public int forgetBefore(Instant then) {
        AtomicInteger forgotten = new AtomicInteger();
        database.write(
                handle -> {
                    for (String table : List.of("statistic_aggregate", "statistics_bandwidth")) {
                        forgotten.addAndGet(
                                handle.createUpdate(
                                                "DELETE FROM " + table + " WHERE time_ms < :then")
                                        .bind("then", then.toEpochMilli())
                                        .execute());
                    }
                });
        return forgotten.get();
    }

    private static PreparedBatch aggregates(Handle handle) {
        return handle.prepareBatch(
                "INSERT INTO statistic_aggregate (switch_dpid, time_ms, flow_count, packet_count,"
                        + " pc_difference, session) VALUES (:dpid, :time, :flows, :packets,"
                        + " :difference, :session)");
    }

    private static PreparedBatch loads(Handle handle) {
        return handle.prepareBatch(
                "INSERT INTO statistics_bandwidth (switch_dpid, port, time_ms, bits_per_second_rx,"
                        + " bits_per_second_tx, session) VALUES (:dpid, :port, :time, :rx, :tx,"
                        + " :session)");
    }

    private static void add(PreparedBatch batch, Aggregate row) {
        batch.bind("dpid", row.sample().datapath().toString())
                .bind("time", row.sample().at().toEpochMilli())
                .bind("flows", row.sample().flowCount())
                .bind("packets", row.sample().packetCount())
                .bind("difference", row.difference())
                .bind("session", row.session())
                .add();
    }

    private static void add(PreparedBatch batch, Bandwidth row) {
        batch.bind("dpid", row.load().port().datapath().toString())
                .bind("port", row.load().port().port())
                .bind("time", row.load().at().toEpochMilli())
                .bind("rx", row.load().rx().bps())
                .bind("tx", row.load().tx().bps())
                .bind("session", row.session())
                .add();
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
