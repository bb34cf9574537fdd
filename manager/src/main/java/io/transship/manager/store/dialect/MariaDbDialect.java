package io.transship.manager.store.dialect;

import com.zaxxer.hikari.HikariConfig;

/** MariaDB and MySQL. */
final class MariaDbDialect implements Dialect {

    private static final int CONNECT_MS = 5_000;
    private static final int ANSWER_MS = 10_000;

    @Override
    public String name() {
        return "mariadb";
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
        pool.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_MS));
        pool.addDataSourceProperty("socketTimeout", String.valueOf(ANSWER_MS));
        pool.addDataSourceProperty("useBulkStmts", "true");
    }

    @Override
    public Upsert.Words upsert() {
        return new Upsert.Words("ON DUPLICATE KEY UPDATE", "VALUES(%s)", "greatest");
    }
}
