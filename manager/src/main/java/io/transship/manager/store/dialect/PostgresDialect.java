package io.transship.manager.store.dialect;

import com.zaxxer.hikari.HikariConfig;

/** PostgreSQL. */
final class PostgresDialect implements Dialect {

    private static final int CONNECT_S = 5;
    private static final int ANSWER_S = 10;

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public boolean oneWriter() {
        return false;
    }

    @Override
    public void connect(DatabaseAddress address, HikariConfig pool) {
        pool.setJdbcUrl(address.driverUrl());
        address.user().ifPresent(pool::setUsername);
        address.password().ifPresent(pool::setPassword);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_S));
        pool.addDataSourceProperty("socketTimeout", String.valueOf(ANSWER_S));
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
    }

    @Override
    public Upsert.Words upsert() {
        return new Upsert.Words("ON CONFLICT (%s) DO UPDATE SET", "excluded.%s", "greatest");
    }
}
