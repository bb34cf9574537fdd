package io.transship.lab.databases;

import org.junit.jupiter.api.Tag;

/** The store in a real PostgreSQL. */
@Tag("real")
class PostgresStoreTest extends ServerStoreContract {

    PostgresStoreTest() {
        super(DatabaseKind.POSTGRESQL);
    }
}
