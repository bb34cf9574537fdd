package io.transship.lab.databases;

import io.transship.manager.store.dialect.DatabaseAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a server that is started for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerStoreContract extends StoreContract {

    private final DatabaseKind kind;
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
        databases++;
        return server.create("store" + databases);
    }
}
