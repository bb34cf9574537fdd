package io.transship.manager.store.dialect;

import com.zaxxer.hikari.HikariConfig;

/** What is particular about a kind of database. Stateless. */
public sealed interface Dialect permits SqliteDialect, MariaDbDialect, PostgresDialect {

    /** Name of the schema's folder, and of the database where people read of it. */
    String name();

    /** Whether it takes only one writer at a time, so that writers had better queue up here. */
    boolean oneWriter();

    /**
     * Says how to connect: the driver, its time limits, how a transaction sees others. The password
     * goes in here and nowhere else.
     */
    void connect(DatabaseAddress address, HikariConfig pool);

    /** The SQL words of {@link Upsert}. */
    Upsert.Words upsert();
}
