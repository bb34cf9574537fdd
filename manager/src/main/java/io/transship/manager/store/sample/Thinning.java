package io.transship.manager.store.sample;

import io.transship.manager.store.Database;
import io.transship.manager.store.dialect.Upsert;
import io.transship.manager.store.dialect.Upsert.Merge;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/**
 * Thins out samples that have become old: what is older than a day, say, becomes one row a port and
 * minute, with exact sums and maxima; those are forgotten after some months. Each step is one small
 * transaction, in which a sample is either still there or in its minute. Thread-safe.
 */
public final class Thinning {

    private static final int ROWS = 2_000;
    private static final long MINUTE_MS = 60_000;
    private static final long MINUTES_MS = 10 * MINUTE_MS;

    private final Database database;
    private final List<Table> tables;
    private final Duration samples;
    private final Duration minutes;

    private record Table(String name, Upsert minutes, String sums) {}

    /**
     * A thinning of that database.
     *
     * @param samples how long samples are kept as they are
     * @param minutes how long minutes are kept
     */
    public Thinning(Database database, Duration samples, Duration minutes) {
        this.database = database;
        this.samples = samples;
        this.minutes = minutes;
        this.tables = List.of(aggregates(), bandwidths());
    }

    /** Does one small step. */
    public boolean step(Instant now) {
        boolean more = false;
        for (Table table : tables) {
            more |= thin(table, now.minus(samples));
            more |= forget(table, now.minus(minutes));
        }
        return more;
    }

    private static Table aggregates() {
        Map<String, Merge> columns = new LinkedHashMap<>();
        columns.put("samples", Merge.ADD);
        columns.put("differences", Merge.ADD);
        columns.put("pc_difference_sum", Merge.ADD);
        columns.put("pc_difference_max", Merge.GREATER);
        columns.put("packet_count_max", Merge.GREATER);
        columns.put("flow_count_max", Merge.GREATER);
        return new Table(
                "statistic_aggregate",
                new Upsert(
                        "statistic_aggregate_minute", List.of("minute_ms", "switch_dpid"), columns),
                "time_ms - time_ms % 60000, switch_dpid, count(*), count(pc_difference),"
                        + " coalesce(sum(pc_difference), 0), coalesce(max(pc_difference), 0),"
                        + " max(packet_count), max(flow_count)");
    }

    private static Table bandwidths() {
        Map<String, Merge> columns = new LinkedHashMap<>();
        columns.put("samples", Merge.ADD);
        columns.put("bits_per_second_rx_sum", Merge.ADD);
        columns.put("bits_per_second_rx_max", Merge.GREATER);
        columns.put("bits_per_second_tx_sum", Merge.ADD);
        columns.put("bits_per_second_tx_max", Merge.GREATER);
        return new Table(
                "statistics_bandwidth",
                new Upsert(
                        "statistics_bandwidth_minute",
                        List.of("minute_ms", "switch_dpid", "port"),
                        columns),
                "time_ms - time_ms % 60000, switch_dpid, port, count(*), sum(bits_per_second_rx),"
                        + " max(bits_per_second_rx), sum(bits_per_second_tx), max(bits_per_second_tx)");
    }

    /** In the order in which they were written, up to the first that is too young. */
    private boolean thin(Table table, Instant then) {
        AtomicBoolean more = new AtomicBoolean();
        database.write(
                handle -> {
                    Slice slice = oldest(handle, table.name(), then);
                    if (slice.rows() == 0) {
                        return;
                    }
                    String old = " FROM " + table.name() + " WHERE id <= " + slice.last();
                    int groups = table.minutes().key().size();
                    handle.execute(
                            table.minutes()
                                    .select(
                                            "SELECT "
                                                    + table.sums()
                                                    + old
                                                    + (groups == 2
                                                            ? " GROUP BY 1, 2"
                                                            : " GROUP BY 1, 2, 3"),
                                            database.dialect()));
                    handle.execute("DELETE" + old);
                    more.set(slice.rows() == ROWS);
                });
        return more.get();
    }

    private record Slice(int rows, long last) {}

    private static Slice oldest(Handle handle, String table, Instant then) {
        return handle.createQuery("SELECT id, time_ms FROM " + table + " ORDER BY id LIMIT " + ROWS)
                .reduceRows(
                        new Taking(then.toEpochMilli()),
                        (taking, row) -> {
                            taking.look(
                                    row.getColumn("id", Long.class),
                                    row.getColumn("time_ms", Long.class));
                            return taking;
                        })
                .slice();
    }

    /** Rows from the first on, while they are old. */
    private static final class Taking {

        private final long then;
        private boolean ended;
        private int rows;
        private long last;

        Taking(long then) {
            this.then = then;
        }

        void look(long id, long time) {
            ended |= time >= then;
            if (!ended) {
                rows++;
                last = id;
            }
        }

        Slice slice() {
            return new Slice(rows, last);
        }
    }

    private boolean forget(Table table, Instant then) {
        String name = table.minutes().table();
        AtomicBoolean more = new AtomicBoolean();
        database.write(
                handle -> {
                    long oldest =
                            handle.createQuery(
                                            "SELECT coalesce(min(minute_ms), :then) FROM " + name)
                                    .bind("then", then.toEpochMilli())
                                    .mapTo(Long.class)
                                    .one();
                    long end = Math.min(oldest + MINUTES_MS, then.toEpochMilli());
                    if (oldest < end) {
                        handle.execute("DELETE FROM " + name + " WHERE minute_ms < ?", end);
                        more.set(end < then.toEpochMilli());
                    }
                });
        return more.get();
    }
}
