package io.transship.manager.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQL database: connections, schema, and one writer at a time, as SQLite has it. Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final int CONNECTIONS = 4;
    private static final int BUSY_MS = 5_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final ReentrantLock writing = new ReentrantLock();

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Opens a database and brings its schema up to date.
     *
     * @param url "jdbc:sqlite:" and a file, whose folder is made if absent
     * @throws TransshipException UNSUPPORTED for another kind of database, STORE_UNAVAILABLE if it
     *     can't be opened or is not ours
     */
    public static Database open(String url) {
        if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "The store's URL '%s' is not jdbc:sqlite: and a file.".formatted(url));
        }
        makeFolder(url.substring(SQLITE.length()));
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(pool(sqlite(url)));
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:schema/sqlite")
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (FlywayException
                | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            if (pool != null) {
                pool.close();
            }
            throw unavailable(url, e);
        }
    }

    /** Reads; several readers at once. */
    <T> T read(Function<Handle, T> work) {
        return jdbi.withHandle(work::apply);
    }

    /** Writes in one transaction, which is on the disk when this returns. */
    void write(Consumer<Handle> work) {
        writing.lock();
        try {
            jdbi.useTransaction(work::accept);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariConfig pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BUSY_MS);
        config.setPoolName("store");
        return config;
    }

    private static DataSource sqlite(String url) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MS);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    private static void makeFolder(String file) {
        try {
            Path folder = Path.of(file).toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException | InvalidPathException e) {
            throw unavailable(file, e);
        }
    }

    private static TransshipException unavailable(String url, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new TransshipException(
                FailureCode.STORE_UNAVAILABLE,
                "The store %s can't be opened: %s".formatted(url, firstLine(cause)),
                e);
    }

    private static String firstLine(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        return cause.getClass().getSimpleName() + ": " + words.lines().findFirst().orElse("");
    }
}
