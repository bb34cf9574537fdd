package io.transship.lab.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.view.PortLoad;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventTypes;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.store.Database;
import io.transship.manager.store.SqlEventStore;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.history.StoreSettings;
import io.transship.manager.store.history.Stores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on a server that is started for it, and what happens while that is slow or absent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerStoreContract extends StoreContract {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROOM = 1_000;

    private final DatabaseKind kind;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private DatabaseServer server;
    private int databases;

    ServerStoreContract(DatabaseKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void startServer() {
        server = DatabaseServer.start(kind);
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @Override
    DatabaseAddress empty() {
        return server.create(next());
    }

    private String next() {
        databases++;
        return "store" + databases;
    }

    @Test
    void itHasTheTablesAndColumnsOfSqlite(@TempDir Path folder) {
        try (Database file = Database.open("jdbc:sqlite:" + folder.resolve("s.db"));
                Database here = Database.open(empty())) {
            Map<String, Object> expected = new TreeMap<>();
            tablesOf(file).forEach(table -> expected.put(table, columnsOf(file, table)));
            Map<String, Object> found = new TreeMap<>();
            expected.keySet().forEach(table -> found.put(table, columnsOf(here, table)));

            assertThat(found).isEqualTo(expected);
        }
    }

    private static List<String> tablesOf(Database file) {
        return file.read(
                handle ->
                        handle.createQuery(
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND"
                                                + " name NOT LIKE 'sqlite_%' AND name NOT LIKE"
                                                + " 'flyway_%'")
                                .mapTo(String.class)
                                .list());
    }

    private static TreeSet<String> columnsOf(Database database, String table) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM " + table + " WHERE 1 = 0")
                                .scanResultSet(
                                        (results, _) -> {
                                            TreeSet<String> names = new TreeSet<>();
                                            var described = results.get().getMetaData();
                                            for (int i = 1; i <= described.getColumnCount(); i++) {
                                                names.add(described.getColumnName(i));
                                            }
                                            return names;
                                        }));
    }

    @Test
    void anAbsentServerHoldsNothingUpLosesWhatFindsNoRoomAndCatchesUp(@TempDir Path folder)
            throws SQLException {
        String name = next();
        DatabaseAddress address = server.create(name);
        server.kill();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                Stores stores = open(address, folder, Scheduler.of(timer), workers)) {
            decide(stores, "d1");
            feed(stores, 3 * ROOM);
            await(EventTypes.STORE_UNREACHABLE);
            await(EventTypes.SAMPLES_LOST);
            long lost = stores.state().samplesLost();

            assertThat(lost).isGreaterThanOrEqualTo(ROOM / 2);
            assertThat(stores.state().problem()).isPresent();
            assertThat(stores.state().samplesWaiting()).isEqualTo(3 * ROOM - lost);

            server.start();
            await(EventTypes.STORE_REACHABLE);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> stores.state().samplesWritten() == 3 * ROOM - lost);
            awaitRow(name, "d1");

            server.kill();
            decide(stores, "d2");
            feed(stores, 10);
            server.start();
            awaitRow(name, "d2");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> stores.state().samplesWritten() == 3 * ROOM - lost + 10);

            assertThat(stores.state().samplesLost()).isEqualTo(lost);
            assertThat(count(name, "SELECT count(*) FROM statistics_bandwidth"))
                    .isEqualTo(3 * ROOM - lost + 10);
            timer.shutdownNow();
        }
    }

    @Test
    void aServerThatStandsStillHoldsNothingUp(@TempDir Path folder) throws SQLException {
        String name = next();
        DatabaseAddress address = server.create(name);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                Stores stores = open(address, folder, Scheduler.of(timer), workers)) {
            decide(stores, "d1");
            awaitRow(name, "d1");
            server.pause();
            try {
                feed(stores, 100);
                decide(stores, "d2");
                assertThat(new SqlEventStore(stores.journal()).after(0, 9)).hasSize(2);
            } finally {
                server.resume();
            }
            awaitRow(name, "d2");
            Awaitility.await().atMost(PATIENCE).until(() -> stores.state().samplesWritten() == 100);

            assertThat(stores.state().samplesLost()).isZero();
            timer.shutdownNow();
        }
    }

    private Stores open(
            DatabaseAddress address, Path folder, Scheduler scheduler, ExecutorService workers) {
        told.clear();
        Stores stores =
                Stores.open(
                        new StoreSettings(
                                address,
                                folder.resolve("journal.db"),
                                ROOM,
                                Duration.ofDays(1),
                                Duration.ofDays(2),
                                Duration.ofDays(36_500)));
        stores.start(scheduler, workers, event -> told.add(event.type()), Clock.systemUTC());
        return stores;
    }

    private static void decide(Stores stores, String id) {
        new SqlEventStore(stores.journal())
                .append(new Event(Instant.EPOCH, "decision", Map.of("id", id)));
    }

    private static void feed(Stores stores, int count) {
        for (int i = 0; i < count; i++) {
            stores.samples()
                    .load(
                            new PortLoad(
                                    new ConnectPoint(new DatapathId(1), 1),
                                    Instant.now(),
                                    BitRate.ZERO,
                                    BitRate.ofMbps(1)),
                            Optional.empty());
        }
    }

    private void await(String event) {
        Awaitility.await().atMost(PATIENCE).until(() -> told.contains(event));
    }

    private void awaitRow(String database, String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(
                        () ->
                                count(
                                                database,
                                                "SELECT count(*) FROM event WHERE data LIKE '%"
                                                        + id
                                                        + "%'")
                                        == 1);
    }

    private long count(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
