package io.transship.manager.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.dialect.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * An SQL database: connections, schema, and, where it takes only one, one writer at a time. One on
 * a server may be absent when the program starts and vanish later: each call tries anew.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final int CONNECTION_WAIT_MS = 10_000;
    private static final int ALIVE_MS = 2_000;

    private record Opened(HikariDataSource pool, Jdbi jdbi) {}

    private final DatabaseAddress address;
    private final Dialect dialect;
    private final String[] schema;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Opened opened;
    private volatile boolean closed;

    private Database(DatabaseAddress address, String... moreSchema) {
        this.address = address;
        this.dialect = address.dialect();
        this.schema = new String[moreSchema.length + 1];
        schema[0] = "classpath:schema/" + dialect.name();
        System.arraycopy(moreSchema, 0, schema, 1, moreSchema.length);
    }

    /**
     * Opens a database and brings its schema up to date.
     *
     * @param url for example "jdbc:sqlite:" and a file, whose folder is made if absent
     * @throws TransshipException UNSUPPORTED for another kind of database, STORE_UNAVAILABLE if it
     *     can't be opened or is not ours
     */
    public static Database open(String url) {
        return at(DatabaseAddress.of(url)).opening();
    }

    /** The same with parts of the schema that only this database has. */
    public static Database open(DatabaseAddress address, String... moreSchema) {
        return new Database(address, moreSchema).opening();
    }

    /**
     * A database that is opened by the first call that reaches it.
     *
     * @throws TransshipException UNSUPPORTED for another kind of database
     */
    public static Database at(DatabaseAddress address) {
        return new Database(address);
    }

    /** Where it is. */
    public DatabaseAddress address() {
        return address;
    }

    /** What is particular about it. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Reads; several readers at once.
     *
     * @throws TransshipException STORE_UNAVAILABLE if it can't be opened
     * @throws JdbiException if it fails, or is not reached any more
     */
    public <T> T read(Function<Handle, T> work) {
        return opened().jdbi().withHandle(work::apply);
    }

    /** Writes in one transaction, which is kept when this returns; fails as {@link #read} does. */
    public void write(Consumer<Handle> work) {
        Jdbi jdbi = opened().jdbi();
        if (!dialect.oneWriter()) {
            jdbi.useTransaction(work::accept);
            return;
        }
        writing.lock();
        try {
            jdbi.useTransaction(work::accept);
        } finally {
            writing.unlock();
        }
    }

    /** Why it can't be used now; empty if it answers. Waits for it, some seconds at most. */
    public Optional<String> problem() {
        try {
            read(handle -> handle.execute("SELECT 1"));
            return Optional.empty();
        } catch (TransshipException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            return Optional.of(firstLine(rootOf(e)));
        }
    }

    @Override
    public void close() {
        closed = true;
        opening.lock();
        try {
            Opened now = opened;
            opened = null;
            if (now != null) {
                now.pool().close();
            }
        } finally {
            opening.unlock();
        }
    }

    private Database opening() {
        opened();
        return this;
    }

    private Opened opened() {
        Opened now = opened;
        return now == null ? openNow() : now;
    }

    private Opened openNow() {
        opening.lock();
        try {
            Opened already = opened;
            if (already != null) {
                return already;
            }
            if (closed) {
                throw new TransshipException(
                        FailureCode.STORE_UNAVAILABLE, "The store " + address + " is closed.");
            }
            Opened made = make();
            opened = made;
            return made;
        } finally {
            opening.unlock();
        }
    }

    private Opened make() {
        if (address.isFile()) {
            makeFolder();
        }
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(pool());
            Flyway.configure()
                    .dataSource(pool)
                    .locations(schema)
                    // Parts number their own files: a part's next one may be below another's last.
                    .outOfOrder(true)
                    .load()
                    .migrate();
            return new Opened(pool, Jdbi.create(pool));
        } catch (FlywayException
                | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            if (pool != null) {
                pool.close();
            }
            throw unavailable(e);
        }
    }

    private HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        dialect.connect(address, config);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MS);
        config.setValidationTimeout(ALIVE_MS);
        config.setPoolName(dialect.name());
        return config;
    }

    private void makeFolder() {
        try {
            Path folder = address.file().toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException | InvalidPathException e) {
            throw unavailable(e);
        }
    }

    private TransshipException unavailable(Exception e) {
        return new TransshipException(
                FailureCode.STORE_UNAVAILABLE,
                "The store %s can't be opened: %s".formatted(address, firstLine(rootOf(e))),
                e);
    }

    private static Throwable rootOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String firstLine(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        return cause.getClass().getSimpleName() + ": " + words.lines().findFirst().orElse("");
    }
}
