package io.transship.lab.databases;

import org.junit.jupiter.api.Tag;

/** The store in a real MariaDB. */
@Tag("real")
class MariaDbStoreTest extends ServerStoreContract {

    MariaDbStoreTest() {
        super(DatabaseKind.MARIADB);
    }
}
