package io.transship.manager.store.dialect;

import com.zaxxer.hikari.HikariConfig;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite: a file. A transaction is on the disk when it is over, if the address does not say
 * otherwise.
 */
final class SqliteDialect implements Dialect {

    private static final int BUSY_MS = 5_000;

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public boolean oneWriter() {
        return true;
    }

    @Override
    public void connect(DatabaseAddress address, HikariConfig pool) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                address.isAtLeisure()
                        ? SQLiteConfig.SynchronousMode.NORMAL
                        : SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MS);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(address.url());
        pool.setDataSource(source);
    }

    @Override
    public Upsert.Words upsert() {
        return new Upsert.Words("ON CONFLICT (%s) DO UPDATE SET", "excluded.%s", "max");
    }
}
